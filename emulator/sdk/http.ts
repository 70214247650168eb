// One HTTP call to the SDK's side of MetaStudio, and how the vendor's SDK interprets its failure. The order of the
// checks and the axios code names are those of HwICSUiSdk 5.0.6.

import { randomId } from './random-id';
import { VENDOR_VERSION } from './vendor-surface';

const TIMEOUT_MS = 30_000;

export type JsonObject = Record<string, unknown>;

export interface HttpAnswer {
  body: JsonObject;
  headers: Headers;
  /** Whether the answer was a JSON object. If not, `body` is empty. */
  isObject: boolean;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  token?: string;
  body?: JsonObject;
  signal?: AbortSignal;
}

export class HttpFailure extends Error {
  override name = 'HttpFailure';

  /** A vendor code, an HTTP status, an axios code, or undefined when the answer was unusable and had no code. */
  readonly code: string | undefined;
  /** Whether the answer was a JSON object. The SDK treats any other failure as no answer. */
  readonly isObject: boolean;

  constructor(code: string | undefined, message: string, isObject: boolean) {
    super(message);
    this.code = code;
    this.isObject = isObject;
  }
}

export async function callCloud(url: string, request: HttpRequest): Promise<HttpAnswer> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: request.method,
      headers: headersOf(request),
      body: request.body ? JSON.stringify(request.body) : null,
      cache: 'no-store',
      signal: request.signal ? AbortSignal.any([timeout.signal, request.signal]) : timeout.signal,
    });
    return checked(response, parseObject(await response.text()));
  } catch (error) {
    if (error instanceof HttpFailure) throw error;
    throw new HttpFailure(timeout.signal.aborted ? 'ECONNABORTED' : 'ERR_NETWORK', 'Network Error', false);
  } finally {
    clearTimeout(timer);
  }
}

function headersOf({ token, body }: HttpRequest): Record<string, string> {
  return {
    'x-request-id': randomId(),
    'x-request-terminal-version': VENDOR_VERSION,
    'x-request-terminal-platform': 'websdk',
    ...(token ? { 'x-auth-token': token } : {}),
    ...(body ? { 'content-type': 'application/json' } : {}),
  };
}

function checked(response: Response, parsed: JsonObject | null): HttpAnswer {
  const body = parsed ?? {};
  const info = isObject(body.error_info) ? body.error_info : {};
  for (const { error_code: code, error_msg: message } of [info, body]) {
    if (typeof code === 'string' && code !== '00000000' && code !== 'MSS.00000000') {
      throw new HttpFailure(code, String(message ?? ''), true);
    }
  }
  if (response.status !== 200) throw new HttpFailure(String(response.status), response.statusText, parsed !== null);
  return { body, headers: response.headers, isObject: parsed !== null };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // axios returns text that is not JSON unchanged
  }
}
