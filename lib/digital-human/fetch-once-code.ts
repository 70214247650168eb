/**
 * Asks our own server for a once code, and turns every way this can fail into a `SessionFailure`.
 * It must not cache or retry, as a once code works once and lives five minutes; and it must not know the SDK.
 */
import { isOnceCodeAnswer, isProblem, ONCE_CODE_LIFE_MS } from '../api/once-code';
import { type Failure, kindOfRouteCode, ownFailure, SessionFailure } from './failures';

/** What `HwICSUiSdk.create` needs, and how long the code is good for. */
export interface OnceCode {
  onceCode: string;
  serverAddress: string;
  robotId: string;
  /** Opaque; tells our server with each question who asks. */
  clientId?: string | undefined;
  /** From now. 0 or less: expired on arrival. */
  lifeMs: number;
  /** Of the request that got the code, for the operator. */
  requestId?: string | undefined;
}

/** Called anew at every attempt. An app with another way to get codes passes its own function. */
export type GetCode = (signal: AbortSignal) => Promise<OnceCode>;

/**
 * @param url of a route that speaks the contract of `lib/api/once-code.ts`
 * @param shownUser whom the page shows, as the server named them when it rendered the page: the route refuses to mint for
 *   another person
 * @throws SessionFailure
 */
export async function fetchOnceCode(url: string, signal: AbortSignal, shownUser?: string): Promise<OnceCode> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
      signal,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(shownUser && { 'x-shown-user': shownUser }),
      },
    });
    body = await response.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) return undefined; // not JSON: judged below
      throw error;
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof TypeError) throw new SessionFailure(ownFailure('network'));
    throw error;
  }
  if (!response.ok) throw new SessionFailure(failureFrom(response, body));
  if (!isOnceCodeAnswer(body))
    throw new SessionFailure({ ...ownFailure('unexpected_answer'), ...requestIdOf(response) });
  const { onceCode, expiresAt, serverAddress, robotId, clientId } = body;
  const lifeMs = lifeLeftMs(expiresAt, response.headers.get('date'));
  return { onceCode, serverAddress, robotId, clientId, lifeMs, ...requestIdOf(response) };
}

function failureFrom(response: Response, body: unknown): Failure {
  const kind = isProblem(body) ? kindOfRouteCode(body.code) : undefined;
  if (!isProblem(body) || !kind) {
    // A proxy's error page, say. A 5xx may be over in a moment; any other status would only come again.
    const failure = ownFailure('unexpected_answer');
    return { ...failure, retry: response.status >= 500 ? 'auto' : failure.retry, ...requestIdOf(response) };
  }
  const { code, retry, requestId, cloudCode } = body;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    code,
    kind,
    retry,
    requestId,
    cloudCode,
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? Math.ceil(retryAfter) : undefined,
  };
}

const requestIdOf = (response: Response) => ({ requestId: response.headers.get('x-request-id') ?? undefined });

/** Both times are by the server's clock: the browser's may be wrong by hours. */
function lifeLeftMs(expiresAt: string, date: string | null): number {
  const answeredAt = Date.parse(date ?? '');
  // A proxy took the header: then the code counts as new. If it is not, the cloud refuses it and it is replaced.
  if (Number.isNaN(answeredAt)) return ONCE_CODE_LIFE_MS;
  return Math.min(Math.max(Date.parse(expiresAt) - answeredAt, 0), ONCE_CODE_LIFE_MS);
}
