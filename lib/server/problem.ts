/**
 * What the API answers when it cannot do what was asked: a problem (RFC 9457) made of the error table and nothing the
 * cloud said but its error code. It must not know how the error came about.
 */
import { AppError, errorTable } from '../errors';
import type { Problem } from '../once-code';

/** On every answer of the API: nothing may be stored, everything can be traced. */
export const apiHeaders = (requestId: string): Record<string, string> => ({
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
  const headers = new Headers({ ...apiHeaders(requestId), 'content-type': 'application/problem+json' });
  if (details.retryAfterSeconds) headers.set('retry-after', String(details.retryAfterSeconds));
  return new Response(JSON.stringify(body), { status, headers });
}

/** Empty, as the contract has it. */
export const methodNotAllowed = (allow: string): Response =>
  new Response(null, { status: 405, headers: { ...apiHeaders(crypto.randomUUID()), allow } });

/** Whatever was thrown, as one of ours. What nobody foresaw is ours to repair, so trying again is of no use. */
export const toAppError = (thrown: unknown): AppError =>
  thrown instanceof AppError
    ? thrown
    : new AppError('misconfigured', {
        reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      });
