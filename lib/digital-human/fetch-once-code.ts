/**
 * Requests a once code from our server, and turns every error into a `SessionFailure`. It neither caches nor retries: a
 * once code works once, and only `retry-policy.ts` retries.
 */
import { isOnceCodeAnswer, isProblem, ONCE_CODE_LIFE_MS, SHOWN_USER_HEADER } from '../api/once-code.ts';
import { elapsedMs } from './clock.ts';
import { type Failure, kindOfRouteCode, type OwnFailureCode, ownFailure, SessionFailure } from './failures.ts';

/** A once code, with what `HwICSUiSdk.create` needs to use it. */
export interface OnceCode {
  onceCode: string;
  /** The host that the SDK connects to, without scheme. */
  serverAddress: string;
  /** The ID of the default digital human. */
  robotId: string;
  /** The server's opaque handle for this session and its user. MetaStudio sends it back with each question. */
  clientId?: string | undefined;
  /** How long the code is still valid, in milliseconds from now. 0: it has expired. */
  lifeMs: number;
  /** The longest time the session may be live, in milliseconds, if the server limits it. */
  longestSessionMs?: number | undefined;
  /** Which limit that is: the one on a session, or the one on the user's minutes. Default: `minutes`. */
  endsBy?: 'time_up' | 'minutes' | undefined;
  /** The ID of the request for this code, for the operator. */
  requestId?: string | undefined;
}

/**
 * Requests a new once code at every call. Pass your own function if your app requests codes in another way.
 * @example
 * const getCode: GetCode = (signal) => fetchOnceCode('/api/once-code', signal);
 */
export type GetCode = (signal: AbortSignal) => Promise<OnceCode>;

/**
 * @param url of a route with the contract of `lib/api/once-code.ts`
 * @param shownUser the server's token for the user that the page shows, from `lib/server/auth/shown-user.ts`; the route
 *   refuses another user
 * @throws SessionFailure
 */
export async function fetchOnceCode(url: string, signal: AbortSignal, shownUser?: string): Promise<OnceCode> {
  // The life counts from here. `expiresAt` is a time of the server's clock, and there is none to compare it with: the
  // browser's clock may be wrong by hours, and a proxy may write the `Date` of its own.
  const requestedAt = elapsedMs();
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      cache: 'no-store',
      credentials: 'same-origin',
      // Not `error`, which looks like a lost connection: an expired sign-in in front of this site redirects.
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(shownUser && { [SHOWN_USER_HEADER]: shownUser }),
      },
    });
    body = await response.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) return undefined; // not JSON: handled below
      throw error;
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof TypeError) throw new SessionFailure(ownFailure('network'), { cause: error });
    throw error;
  }
  // The status is 0 for a redirect.
  const cause = new Error(`${url} answered ${response.status}`);
  if (!response.ok) throw new SessionFailure(failureFrom(response, body), { cause });
  if (!isOnceCodeAnswer(body))
    throw new SessionFailure({ ...ownFailure('unexpected_answer'), ...requestIdOf(response) }, { cause });
  const { onceCode, serverAddress, robotId, clientId, endsInSeconds, endsBy } = body;
  const lifeMs = Math.max(ONCE_CODE_LIFE_MS - (elapsedMs() - requestedAt), 0);
  const longestSessionMs = endsInSeconds === undefined ? undefined : endsInSeconds * 1000;
  return { onceCode, serverAddress, robotId, clientId, lifeMs, longestSessionMs, endsBy, ...requestIdOf(response) };
}

const minutesUsedUp = 'minutes_used_up' satisfies OwnFailureCode;

function failureFrom(response: Response, body: unknown): Failure {
  const kind = isProblem(body) ? kindOfRouteCode(body.code) : undefined;
  if (!isProblem(body) || !kind) {
    // For example a proxy's error page. A 5xx may be temporary; any other status would come again.
    const failure = ownFailure('unexpected_answer');
    return { ...failure, retry: response.status >= 500 ? 'auto' : failure.retry, ...requestIdOf(response) };
  }
  const { code, retry, requestId, cloudCode, limit } = body;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    code: limit === 'minutes' ? minutesUsedUp : code,
    kind,
    retry,
    requestId,
    cloudCode,
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? Math.ceil(retryAfter) : undefined,
  };
}

const requestIdOf = (response: Response) => ({ requestId: response.headers.get('x-request-id') ?? undefined });
