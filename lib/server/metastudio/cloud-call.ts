/**
 * Makes one call to Huawei Cloud: sends it, reads the whole answer within a deadline and a size limit, and turns every
 * error into an `AppError`. It never retries and never follows a redirect, which could take tokens to another host. Of
 * the cloud's text it returns only the error code and the request ID, both checked by pattern.
 */
import { AppError } from '../../api/errors.ts';
import { parseJson, readLimitedText } from '../http/read-body.ts';

export type Fetch = typeof globalThis.fetch;

export interface CloudCall {
  method?: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  fetch: Fetch;
  signal: AbortSignal;
}

export interface CloudAnswer {
  headers: Headers;
  /** The parsed body, or undefined when it is not JSON. */
  json: unknown;
  requestId: string | undefined;
}

/**
 * An answer with a once code has about 100 bytes, one with an IAM token and its service catalogue tens of kilobytes.
 */
const MAX_ANSWER_BYTES = 512 * 1024;
/** "Wait 2–5 s, then retry" (API Gateway docs, throttling). The documentation mentions no `Retry-After`. */
const THROTTLED_RETRY_AFTER_SECONDS = 3;

/** @throws AppError `cloud_refused` for a 4xx, `rate_limited` for a 429, `cloud_unavailable` for everything else */
export async function callCloud({
  method = 'POST',
  url,
  headers,
  body,
  fetch,
  signal,
}: CloudCall): Promise<CloudAnswer> {
  let response: Response;
  let text: string | undefined;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: body ?? null,
      redirect: 'manual',
      cache: 'no-store',
      signal,
    });
    text = await readLimitedText(response.body, MAX_ANSWER_BYTES);
  } catch (error) {
    if (signal.aborted) throw timedOut(error);
    const code = networkErrorCode(error);
    const options = code === NO_CODE ? {} : { cause: error };
    throw new AppError('cloud_unavailable', { reason: `no answer: ${code}` }, options);
  }
  const json = text === undefined ? undefined : parseJson(text);
  const { errorCode, requestId: bodyRequestId } = parseErrorBody(json);
  const requestId = parseRequestId(response.headers.get('x-request-id')) ?? bodyRequestId;
  const details = { cloudStatus: response.status, cloudCode: errorCode, requestId };
  if (response.status === 429)
    throw new AppError('rate_limited', {
      ...details,
      retryAfterSeconds: retryAfterSeconds(response),
      reason: 'the cloud throttles this tenant',
    });
  if (response.status >= 400 && response.status < 500)
    throw new AppError('cloud_refused', { ...details, reason: 'the cloud refused the call' });
  if (!response.ok) throw new AppError('cloud_unavailable', { ...details, reason: 'the cloud failed or redirects' });
  if (text === undefined) throw new AppError('cloud_unavailable', { ...details, reason: 'the answer is too large' });
  return { headers: response.headers, json, requestId };
}

/** The error for a call that took too long. @param cause returned as it is if it is an `AppError`, which says more */
export const timedOut = (cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError('cloud_unavailable', { status: 504, reason: 'no complete answer in time' }, { cause });

/** The gateway and MetaStudio answer `{error_code, request_id}`; IAM answers the same or `{error: {code}}`. */
function parseErrorBody(json: unknown): { errorCode: string | undefined; requestId: string | undefined } {
  const body = asRecord(json);
  const code = body.error_code ?? asRecord(body.error).code;
  return {
    errorCode: typeof code === 'string' && /^[\w.-]{1,64}$/.test(code) ? code : undefined,
    requestId: parseRequestId(body.request_id),
  };
}

export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const parseRequestId = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w.-]{1,128}$/.test(value) ? value : undefined;

/** The cloud's `Retry-After`, up to an hour; without one, what its documentation says. */
function retryAfterSeconds(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return seconds >= 1 ? Math.ceil(Math.min(seconds, 3600)) : THROTTLED_RETRY_AFTER_SECONDS;
}

/** An error without a code does not come from the network. Its message may quote a header with a token. */
const NO_CODE = 'network failure';

/** The error's code alone, such as `ECONNREFUSED` or `UND_ERR_SOCKET`. */
export function networkErrorCode(error: unknown): string {
  const { code, cause } = asRecord(error);
  const found = asRecord(cause).code ?? code;
  return typeof found === 'string' ? found : NO_CODE;
}
