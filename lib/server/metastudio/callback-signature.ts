/**
 * How MetaStudio signs its call to an LLM callback (MetaStudio docs, "Third-party LLM"): `secret` is the HMAC-SHA256 of
 * the callback's URL, as typed in the console, followed by the time in decimal milliseconds; `time_stamp` is the same
 * time in hexadecimal. Method, headers and body are not signed, and there is no nonce.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CallbackRefusal } from './callback-refusal.ts';

/** How far the caller's clock may be from ours, either way. */
export const SIGNATURE_WINDOW_MS = 300_000;

export interface SignedQuery {
  secret: string;
  timestampMs: number;
}

/** @example callbackSecret('https://chat.example.com/api/brain', Date.now(), 'the APPKEY') */
export const callbackSecret = (url: string, timestampMs: number, key: string): string =>
  createHmac('sha256', key).update(`${url}${timestampMs}`, 'utf8').digest('hex');

/** Each value exactly once and well formed; other values are ignored. @throws CallbackRefusal */
export function readSignedQuery(query: URLSearchParams): SignedQuery {
  const secret = single(query, 'secret', /^[0-9a-f]{64}$/);
  const timestamp = single(query, 'time_stamp', /^[1-9a-f][0-9a-f]{0,12}$/);
  return { secret, timestampMs: Number.parseInt(timestamp, 16) };
}

function single(query: URLSearchParams, name: string, form: RegExp): string {
  const values = query.getAll(name);
  if (values.length !== 1) throw new CallbackRefusal('bad_query', `${name} must be there exactly once`);
  const [value = ''] = values;
  if (!form.test(value)) throw new CallbackRefusal('bad_query', `${name} is malformed`);
  return value;
}

export interface SignatureCheck {
  query: SignedQuery;
  /** Exactly as typed in the console. Not the request's own URL, which a proxy may have rewritten. */
  url: string;
  /** One APPKEY, or two while it is being replaced. */
  keys: readonly string[];
  nowMs: number;
}

/** @throws CallbackRefusal */
export function verifySignature({ query, url, keys, nowMs }: SignatureCheck): void {
  if (Math.abs(nowMs - query.timestampMs) > SIGNATURE_WINDOW_MS)
    throw new CallbackRefusal('bad_time', 'time_stamp is more than 300 seconds away from the clock of this server');
  const sent = Buffer.from(query.secret, 'hex');
  // Every key is compared, so that the time taken does not say which one matched.
  const matches = keys.map((key) =>
    timingSafeEqual(sent, Buffer.from(callbackSecret(url, query.timestampMs, key), 'hex')),
  );
  if (!matches.includes(true)) throw new CallbackRefusal('bad_signature', 'secret is not the signature of this URL');
}
