/** `POST /api/once-code`: a once code for the signed-in user. The body is never read. */
import { AppError } from '@/lib/errors';
import type { OnceCodeAnswer } from '@/lib/once-code';
import { currentUser } from '@/lib/server/auth';
import { metastudioSettings, signInSettings } from '@/lib/server/env';
import { onceCodeLimits } from '@/lib/server/limits';
import { logMinted, logRefused } from '@/lib/server/log';
import { createOnceCode } from '@/lib/server/metastudio';
import { apiHeaders, methodNotAllowed, problemResponse, toAppError } from '@/lib/server/problem';
import { isSameOrigin } from '@/lib/server/same-origin';
import { isShownUser, SHOWN_USER_HEADER } from '@/lib/server/shown-user';
import { recordOnceCode, watchedFetch } from '@/lib/server/telemetry';

export async function POST(request: Request): Promise<Response> {
  const startedAtMs = performance.now();
  let userId: string | undefined;
  const event = (requestId = crypto.randomUUID()) => ({ requestId, userId, tookMs: performance.now() - startedAtMs });
  try {
    userId = (await currentUser())?.id;
    if (!userId) throw new AppError('signed_out');
    if (!isSameOrigin(request.headers, signInSettings().url)) throw new AppError('cross_origin');
    const shownUser = request.headers.get(SHOWN_USER_HEADER);
    if (shownUser !== null && !isShownUser(shownUser, userId)) throw new AppError('other_user');
    const settings = metastudioSettings();
    const mint = { userId, settings, fetch: watchedFetch };
    const { onceCode, expiresAt, requestId } = await onceCodeLimits().run(userId, () => createOnceCode(mint));
    const minted = event(requestId);
    logMinted(minted);
    recordOnceCode('minted');
    const { serverAddress, robotId } = settings;
    const answer: OnceCodeAnswer = { onceCode, expiresAt: expiresAt.toISOString(), serverAddress, robotId };
    return Response.json(answer, { headers: apiHeaders(minted.requestId) });
  } catch (thrown) {
    const error = toAppError(thrown);
    const refused = event(error.details.requestId);
    logRefused(refused, error);
    recordOnceCode(error.code);
    return problemResponse(error, refused.requestId);
  }
}

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
