/**
 * Turns an error into the API's answer: a problem (RFC 9457) made from the error table. Of the cloud's answer, only the
 * error code is passed on.
 */
import { AppError, errorTable } from '../../api/errors';
import type { Problem } from '../../api/once-code';

/** On every answer of the API: nothing may be stored, and everything can be traced. */
export const apiHeaders = (requestId: string = crypto.randomUUID()): Record<string, string> => ({
  'cache-control': 'no-store',
  'x-request-id': requestId,
});

export function problemResponse({ code, status, retry, details }: AppError, requestId: string): Response {
  const body: Problem = {
    type: `urn:problem-type:${code}`,
    title: errorTable[code].title,
    status,
    code,
    retry,
    requestId,
  };
  if (code === 'cloud_refused' && details.cloudCode) body.cloudCode = details.cloudCode;
  // In development only: the answer names the address this server believes it has.
  if (code === 'cross_origin' && details.reason && process.env.NODE_ENV !== 'production') body.detail = details.reason;
  const headers = new Headers({ ...apiHeaders(requestId), 'content-type': 'application/problem+json' });
  if (details.retryAfterSeconds) headers.set('retry-after', String(details.retryAfterSeconds));
  return new Response(JSON.stringify(body), { status, headers });
}

/** 405 without a body. */
export const methodNotAllowed = (allow: string): Response =>
  new Response(null, { status: 405, headers: { ...apiHeaders(), allow } });

/** Whatever was thrown, as an `AppError`. Anything else is a fault of ours: a bug, or something that broke. */
export const toAppError = (thrown: unknown): AppError =>
  thrown instanceof AppError
    ? thrown
    : new AppError('internal_error', {
        reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      });
