/**
 * Asks our own server for a once code, and turns every way that can fail into a `SessionFailure`.
 * It neither caches, nor retries, nor knows the SDK: a once code works once and lives five minutes.
 */
import { isOnceCodeAnswer, isProblem, ONCE_CODE_LIFE_MS } from '../once-code';
import { kindByRouteCode, ownFailure, SessionFailure } from './failure';

/** What `HwICSUiSdk.create` needs, with the life the code has left, in ms from now. */
export interface OnceCode {
  onceCode: string;
  serverAddress: string;
  robotId: string;
  /** 0 or less: expired on arrival. */
  lifeMs: number;
  /** Of the request that got it, for the operator. */
  requestId?: string | undefined;
}

/** Called anew at every attempt. An app with another way to get codes passes its own function. */
export type GetCode = (signal: AbortSignal) => Promise<OnceCode>;

/**
 * @param url of a route that speaks the contract of `lib/once-code.ts`
 * @throws SessionFailure
 */
export async function fetchOnceCode(url: string, signal: AbortSignal): Promise<OnceCode> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
      signal,
      headers: { accept: 'application/json, application/problem+json' },
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
  const { onceCode, expiresAt, serverAddress, robotId } = body;
  const lifeMs = lifeLeftMs(expiresAt, response.headers.get('date'));
  return { onceCode, serverAddress, robotId, lifeMs, ...requestIdOf(response) };
}

function failureFrom(response: Response, body: unknown) {
  const kind = isProblem(body) ? kindByRouteCode[body.code] : undefined;
  if (!isProblem(body) || !kind) {
    // A proxy's error page, say. 5xx may pass; anything else would only be repeated.
    const failure = ownFailure('unexpected_answer');
    return { ...failure, retry: response.status >= 500 ? ('auto' as const) : failure.retry, ...requestIdOf(response) };
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

/** By the server's own clock on both sides: the browser's may be wrong by hours. */
function lifeLeftMs(expiresAt: string, date: string | null): number {
  const answeredAt = Date.parse(date ?? '');
  // Without a `Date` header (a proxy took it) the code is as fresh as the answer: the cloud's own refusal is the net.
  if (Number.isNaN(answeredAt)) return ONCE_CODE_LIFE_MS;
  return Math.min(Math.max(Date.parse(expiresAt) - answeredAt, 0), ONCE_CODE_LIFE_MS);
}
