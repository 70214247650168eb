/** `POST /api/once-code`: a once code for the signed-in user. The body is never read. */
import { AppError } from '@/lib/api/errors';
import type { OnceCodeAnswer } from '@/lib/api/once-code';
import { localeOfHeaders } from '@/lib/i18n/header-locale';
import { currentUser, type User } from '@/lib/server/auth/auth';
import { isShownUser, SHOWN_USER_HEADER } from '@/lib/server/auth/shown-user';
import { sealClientHandle } from '@/lib/server/brain/client-handle';
import { apiHeaders, methodNotAllowed, problemResponse, toAppError } from '@/lib/server/http/problem';
import { isSameOrigin } from '@/lib/server/http/same-origin';
import { onceCodeLimits } from '@/lib/server/limits';
import { logMinted, logRefused } from '@/lib/server/log';
import { createOnceCode } from '@/lib/server/metastudio/client';
import { chatPageSettings, metastudioSettings, signInSettings } from '@/lib/server/settings';
import { recordOnceCode, watchedFetch } from '@/lib/server/telemetry/telemetry';

export async function POST(request: Request): Promise<Response> {
  const startedAtMs = performance.now();
  let userId: string | undefined;
  const event = (requestId = crypto.randomUUID()) => ({ requestId, userId, tookMs: performance.now() - startedAtMs });
  try {
    const user = await currentUser();
    userId = user?.id;
    if (!user || !userId) throw new AppError('signed_out');
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
    const clientId = await clientIdOf(user, request.headers);
    const answer: OnceCodeAnswer = { onceCode, expiresAt: expiresAt.toISOString(), serverAddress, robotId, clientId };
    return Response.json(answer, { headers: apiHeaders(minted.requestId) });
  } catch (thrown) {
    const error = toAppError(thrown);
    const refused = event(error.details.requestId);
    logRefused(refused, error);
    recordOnceCode(error.code);
    return problemResponse(error, refused.requestId);
  }
}

/** When no limit is set: longer than people talk. */
const HANDLE_LIFE_MS = 12 * 60 * 60_000;

/** Who asks, for `/api/brain`: as in `X-App-UserId`, for as long as a session may last. */
async function clientIdOf({ id, name }: User, headers: Headers): Promise<string> {
  const expiresAtMs = Date.now() + (chatPageSettings().longestMs || HANDLE_LIFE_MS);
  const language = localeOfHeaders(headers);
  return sealClientHandle({ userId: id, name, language, expiresAtMs }, signInSettings().secrets);
}

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
