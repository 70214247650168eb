/**
 * Turns an error into the API's answer: a problem (RFC 9457) with the data of the error table. Of the cloud's answer,
 * it contains only the error code.
 */
import { AppError, errorTable } from '../../api/errors.ts';
import type { Problem } from '../../api/once-code.ts';

/** The headers of every answer of the API: no cache stores it, and the request ID identifies its line in the log. */
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
  if (details.limit) body.limit = details.limit;
  // Not in production, because the text names the address that this server assumes.
  if (code === 'cross_origin' && details.reason && process.env.NODE_ENV !== 'production') body.detail = details.reason;
  const headers = new Headers({ ...apiHeaders(requestId), 'content-type': 'application/problem+json' });
  if (details.retryAfterSeconds) headers.set('retry-after', String(details.retryAfterSeconds));
  return new Response(JSON.stringify(body), { status, headers });
}

/** The answer 405, without a body. @param allow the allowed methods */
export const methodNotAllowed = (allow: string): Response =>
  new Response(null, { status: 405, headers: { ...apiHeaders(), allow } });

/** Turns any thrown value into an `AppError`. Anything else is an error of this server. */
export const toAppError = (thrown: unknown): AppError =>
  thrown instanceof AppError
    ? thrown
    : new AppError(
        'internal_error',
        { reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) },
        { cause: thrown },
      );
