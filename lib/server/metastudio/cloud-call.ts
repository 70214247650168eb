/**
 * One call to Huawei Cloud: sends it, reads the whole answer within the deadline and a size limit, and turns every way
 * it can fail into an `AppError`. Never retries, never follows a redirect (it would carry tokens elsewhere), and lets
 * none of the cloud's text through: only its error code and its request ID, both by pattern.
 */
import { AppError } from '../../api/errors';
import { parseJson, readLimitedText } from '../http/read-body';

export type Fetch = typeof globalThis.fetch;

export interface CloudCall {
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

/** A once code takes a hundred bytes, an IAM token with its catalogue of services some tens of kilobytes. */
const MAX_ANSWER_BYTES = 512 * 1024;
/** "Wait 2–5 s, then retry" (API Gateway docs, throttling); the cloud sends no `Retry-After` of its own. */
const THROTTLED_RETRY_AFTER_SECONDS = 3;

export async function callCloud({ url, headers, body, fetch, signal }: CloudCall): Promise<CloudAnswer> {
  let response: Response;
  let text: string | undefined;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers,
      body: body ?? null,
      redirect: 'manual',
      cache: 'no-store',
      signal,
    });
    text = await readLimitedText(response.body, MAX_ANSWER_BYTES);
  } catch (error) {
    if (signal.aborted) throw timedOut(error);
    throw new AppError('cloud_unavailable', { reason: `no answer: ${networkErrorCode(error)}` });
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

/** @param cause kept when it is an `AppError` already: then it says more than that the time is over */
export const timedOut = (cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError('cloud_unavailable', { status: 504, reason: 'no complete answer in time' });

/** The gateway and MetaStudio: `{error_code, request_id}`; IAM: the same, or `{error: {code}}`. */
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

/** The cloud's own wait, up to an hour, or what its documentation asks for. */
function retryAfterSeconds(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return seconds >= 1 ? Math.ceil(Math.min(seconds, 3600)) : THROTTLED_RETRY_AFTER_SECONDS;
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`…: the code alone, as a message may quote a header. */
export function networkErrorCode(error: unknown): string {
  const { code, cause } = asRecord(error);
  const found = asRecord(cause).code ?? code;
  return typeof found === 'string' ? found : 'network failure';
}
