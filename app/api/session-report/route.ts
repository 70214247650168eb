/** `POST /api/session-report`: how a session ended, which its page sends as a beacon. Only the log and the metrics use it. */
import { answerSignedIn } from '@/lib/server/auth/signed-in-route';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { recordSession } from '@/lib/server/telemetry/session-metrics';
import { logSession, readSessionReport } from '@/lib/server/telemetry/session-report';

export const POST = (request: Request): Promise<Response> =>
  answerSignedIn(request, 'session_report_failed', async (user, requestId) => {
    const report = await readSessionReport(request, user.id);
    if (!report) return new Response(null, { status: 400, headers: apiHeaders(requestId) });
    logSession({ requestId, userId: user.id, report });
    recordSession(report);
    return new Response(null, { status: 204, headers: apiHeaders(requestId) });
  });

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
