import { AppError, type ErrorCode } from '../api/errors.ts';
import type { OnceCodeAnswer } from '../api/once-code.ts';
import { apiHeaders, problemResponse, toAppError } from './http/problem.ts';
import { assertSameOrigin } from './http/same-origin.ts';
import type { OnceCodeLimits } from './limits.ts';
import { logIssued, logRefused } from './log.ts';
import { appUserId } from './metastudio/app-user-id.ts';
import { MetaStudioClient, type MetaStudioSettings } from './metastudio/client.ts';
import type { Fetch } from './metastudio/cloud-call.ts';

/** What the route needs from the environment. `onceCodeSettings()` of `settings.ts` reads it. */
export interface OnceCodeSettings {
  metastudio: MetaStudioSettings;
  /** The host that the browser's SDK connects to, without scheme. */
  serverAddress: string;
  /** The ID of the default digital human. A once code is not bound to one. */
  robotId: string;
  /** The public address of this site, such as `https://chat.example.com`. Undefined: the host of the request. */
  siteUrl: string | undefined;
  /** The longest time a session may be live, in milliseconds; 0 for no limit. */
  longestSessionMs: number;
  /** Which settings are missing or malformed, for the log. If set, the route answers `misconfigured`. */
  problem: string | undefined;
}

interface SignedInUser {
  id: string;
  name?: string;
}

/** The part of `sessionControl()` that the route needs. */
interface KeptSessions {
  /** How long the next session may last, or after how long there may be one. @param appUserId as in `X-App-UserId` */
  allowance(
    appUserId: string,
  ): Promise<{ longestSessionMs?: number | undefined; retryAfterSeconds?: number | undefined }>;
}

export interface OnceCodeRouteOptions {
  /** Returns the signed-in user, or null. Read the ID from your own session, never from the request's body or query. */
  user: (request: Request) => SignedInUser | null | undefined | Promise<SignedInUser | null | undefined>;
  settings: OnceCodeSettings;
  /** Counts once codes. `onceCodeLimits()` of `limits.ts` counts them per user and for all users together. */
  limits: Pick<OnceCodeLimits, 'run'>;
  /** `assertShownUser()` of `auth/shown-user.ts`: refuses a page that shows another user. Default: none is refused. */
  assertShownUser?: (headers: Headers, userId: string) => void;
  /**
   * Makes the `clientId`: an opaque handle by which `/api/brain` recognizes the user and the server finds the session.
   * `handleIssuer()` of `client-handle.ts` makes one. Without it, the answer has no `clientId`.
   */
  issueHandle?: (user: SignedInUser, headers: Headers) => Promise<string | undefined>;
  /** Limits the minutes of a user, and the length of a session. Without it, neither is limited. */
  sessions?: KeptSessions | undefined;
  /** Calls the cloud. Default: the global `fetch`. */
  fetch?: Fetch;
  /** Called with the outcome of each request, for metrics. */
  record?: (outcome: 'issued' | ErrorCode) => void;
}

/**
 * Answers `POST /api/once-code` with a once code for the signed-in user, or with a problem of `lib/api/errors.ts`. It
 * works with every framework that has standard `Request` and `Response` objects. It does not read the request's body.
 * @returns 200 with an `OnceCodeAnswer`, or another status with a `Problem`; see `lib/api/once-code.ts`
 * @example
 * export const POST = (request: Request) =>
 *   handleOnceCode(request, {
 *     user: currentUser,
 *     settings: onceCodeSettings(),
 *     limits: onceCodeLimits(limitSettings()),
 *   });
 */
export async function handleOnceCode(request: Request, options: OnceCodeRouteOptions): Promise<Response> {
  const { settings, limits, sessions, fetch, record } = options;
  const startedAtMs = performance.now();
  let userId: string | undefined;
  const eventOf = (requestId = crypto.randomUUID() as string) => ({
    requestId,
    userId,
    tookMs: performance.now() - startedAtMs,
  });
  try {
    const user = await options.user(request);
    if (!user?.id) throw new AppError('signed_out');
    userId = user.id;
    assertSameOrigin(request.headers, settings.siteUrl);
    options.assertShownUser?.(request.headers, user.id);
    if (settings.problem) throw new AppError('misconfigured', { reason: settings.problem });
    const allowance = await sessions?.allowance(appUserId(user.id));
    if (allowance?.retryAfterSeconds)
      throw new AppError('rate_limited', {
        retryAfterSeconds: allowance.retryAfterSeconds,
        limit: 'minutes',
        reason: 'the minutes of the day are used up',
      });
    const client = new MetaStudioClient(settings.metastudio, fetch && { fetch });
    const { onceCode, expiresAt, requestId } = await limits.run(user.id, () => client.createOnceCode(user.id));
    const issued = eventOf(requestId);
    logIssued(issued);
    record?.('issued');
    const { serverAddress, robotId } = settings;
    const clientId = await options.issueHandle?.(user, request.headers);
    const longestSessionMs = smallerOf(settings.longestSessionMs || undefined, allowance?.longestSessionMs);
    const endsBy: OnceCodeAnswer['endsBy'] = longestSessionMs === settings.longestSessionMs ? 'time_up' : 'minutes';
    const limit = longestSessionMs !== undefined && { endsInSeconds: Math.ceil(longestSessionMs / 1000), endsBy };
    const code = { onceCode, expiresAt: expiresAt.toISOString(), serverAddress, robotId };
    const answer: OnceCodeAnswer = { ...code, clientId, ...limit };
    return Response.json(answer, { headers: apiHeaders(issued.requestId) });
  } catch (thrown) {
    const error = toAppError(thrown);
    const refused = eventOf(error.details.requestId);
    logRefused(refused, error);
    record?.(error.code);
    return problemResponse(error, refused.requestId);
  }
}

const smallerOf = (one: number | undefined, other: number | undefined) =>
  one !== undefined && other !== undefined ? Math.min(one, other) : (one ?? other);
