import { AppError, type ErrorCode } from '../api/errors';
import type { OnceCodeAnswer } from '../api/once-code';
import { isShownUser, SHOWN_USER_HEADER } from './auth/shown-user';
import { sealClientHandle } from './brain/client-handle';
import { apiHeaders, problemResponse, toAppError } from './http/problem';
import { assertSameOrigin } from './http/same-origin';
import type { OnceCodeLimits } from './limits';
import { logMinted, logRefused } from './log';
import { MetaStudioClient, type MetaStudioSettings } from './metastudio/client';
import type { Fetch } from './metastudio/cloud-call';

export interface OnceCodeSettings {
  metastudio: MetaStudioSettings;
  /** What the browser SDK connects to. */
  serverAddress: string;
  /** The default digital human. A once code is not bound to one. */
  robotId: string;
  /** This site's address as people type it. Undefined: any host that the request itself names. */
  siteUrl: string | undefined;
  /** Seal the handle that names the user to `/api/brain`, the newest first. Without one there is no handle. */
  secrets: readonly string[];
  /** The longest session in milliseconds; 0 for no limit. */
  longestMs: number;
  /** What is missing or malformed, for the log. The route then answers `misconfigured`. */
  problem: string | undefined;
}

interface SignedInUser {
  id: string;
  name?: string;
}

export interface OnceCodeRouteOptions {
  /** Reads the signed-in user from your own session, never from the request's body or query. */
  user: (request: Request) => SignedInUser | null | undefined | Promise<SignedInUser | null | undefined>;
  settings: OnceCodeSettings;
  limits: Pick<OnceCodeLimits, 'run'>;
  /** The language of the user's page, for `/api/brain`: `en` or `zh-CN`. By default the browser's. */
  language?: string;
  fetch?: Fetch;
  /** For metrics. */
  record?: (outcome: 'minted' | ErrorCode) => void;
}

/**
 * `POST /api/once-code`: a once code for the signed-in user, as a standard `Response`. The request's body is not read.
 * @example
 * export const POST = (request: Request) =>
 *   handleOnceCode(request, {
 *     user: currentUser,
 *     settings: onceCodeSettings(),
 *     limits: onceCodeLimits(limitSettings()),
 *   });
 */
export async function handleOnceCode(request: Request, options: OnceCodeRouteOptions): Promise<Response> {
  const { user: signedInUser, settings, limits, fetch, record } = options;
  const startedAtMs = performance.now();
  let userId: string | undefined;
  const event = (requestId = crypto.randomUUID() as string) => ({
    requestId,
    userId,
    tookMs: performance.now() - startedAtMs,
  });
  try {
    const user = await signedInUser(request);
    if (!user?.id) throw new AppError('signed_out');
    userId = user.id;
    assertSameOrigin(request.headers, settings.siteUrl);
    const shownUser = request.headers.get(SHOWN_USER_HEADER);
    if (shownUser !== null && !isShownUser(shownUser, user.id, settings.secrets)) throw new AppError('other_user');
    if (settings.problem) throw new AppError('misconfigured', { reason: settings.problem });
    const client = new MetaStudioClient(settings.metastudio, fetch && { fetch });
    const { onceCode, expiresAt, requestId } = await limits.run(user.id, () => client.createOnceCode(user.id));
    const minted = event(requestId);
    logMinted(minted);
    record?.('minted');
    const { serverAddress, robotId } = settings;
    const clientId = await clientIdOf(user, options.language ?? browserLanguage(request.headers), settings);
    const answer: OnceCodeAnswer = { onceCode, expiresAt: expiresAt.toISOString(), serverAddress, robotId, clientId };
    return Response.json(answer, { headers: apiHeaders(minted.requestId) });
  } catch (thrown) {
    const error = toAppError(thrown);
    const refused = event(error.details.requestId);
    logRefused(refused, error);
    record?.(error.code);
    return problemResponse(error, refused.requestId);
  }
}

/** When no limit is set: longer than people talk. */
const HANDLE_LIFE_MS = 12 * 60 * 60_000;

/** Names the user to `/api/brain`, for as long as a session may last. */
async function clientIdOf(
  { id, name = id }: SignedInUser,
  language: string,
  { secrets, longestMs }: OnceCodeSettings,
): Promise<string | undefined> {
  if (secrets.length === 0) return undefined;
  const expiresAtMs = Date.now() + (longestMs || HANDLE_LIFE_MS);
  return sealClientHandle({ userId: id, name, language, expiresAtMs }, secrets);
}

const browserLanguage = (headers: Headers) =>
  headers.get('accept-language')?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
