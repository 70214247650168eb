/** `POST /api/session-report`: how a session ended, which its page sends as a beacon. Only the log and the metrics use it. */
import { AppError } from '@/lib/api/errors';
import { currentUser } from '@/lib/server/auth/current-user';
import { apiHeaders, methodNotAllowed, problemResponse, toAppError } from '@/lib/server/http/problem';
import { assertSameOrigin } from '@/lib/server/http/same-origin';
import { log } from '@/lib/server/log';
import { signInSettings } from '@/lib/server/settings';
import { logSession, readSessionReport } from '@/lib/server/telemetry/session-report';
import { recordSession } from '@/lib/server/telemetry/telemetry';

export async function POST(request: Request): Promise<Response> {
  const requestId = crypto.randomUUID();
  try {
    const user = await currentUser();
    if (!user) throw new AppError('signed_out');
    assertSameOrigin(request.headers, signInSettings().url);
    const report = await readSessionReport(request, user.id);
    if (!report) return new Response(null, { status: 400, headers: apiHeaders(requestId) });
    logSession({ requestId, userId: user.id, report });
    recordSession(report);
    return new Response(null, { status: 204, headers: apiHeaders(requestId) });
  } catch (thrown) {
    const error = toAppError(thrown);
    // Everything else is caused by the person: signed out, from another site, too often.
    if (error.status >= 500)
      log.error({ event: 'session_report_failed', requestId, code: error.code, reason: error.details.reason });
    return problemResponse(error, requestId);
  }
}

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
