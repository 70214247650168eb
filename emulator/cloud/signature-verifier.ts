/**
 * Verifies SDK-HMAC-SHA256 signatures as Huawei's API gateway does. It implements the signing guide independently of
 * the signer in lib/server, so each tests the other.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  method: string;
  /** Path and query exactly as in the request line. */
  target: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string | Uint8Array;
}

/** The gateway's own message, for `error_msg`. */
export type SignatureProblem = 'verify aksk signature fail' | 'signature expired';

/** API signing guide, FAQ: the gateway refuses a signature more than 15 minutes from its clock. */
const CLOCK_WINDOW_MS = 15 * 60_000;

export function verifySignature(
  request: SignedRequest,
  secretKeyOf: (accessKey: string) => string | undefined,
  nowMs: number,
): SignatureProblem | undefined {
  const headers = lowerCaseHeaders(request.headers);
  const claim = parseAuthorization(headers.get('authorization') ?? '');
  const secretKey = claim && secretKeyOf(claim.accessKey);
  if (!claim || secretKey === undefined) return 'verify aksk signature fail';

  const date = headers.get('x-sdk-date') ?? '';
  const dateMs = parseSdkDate(date);
  if (dateMs === undefined || Math.abs(nowMs - dateMs) > CLOCK_WINDOW_MS) return 'signature expired';

  const canonical = canonicalRequest(request, headers, claim.signedHeaders);
  if (canonical === undefined) return 'verify aksk signature fail';
  const toSign = `SDK-HMAC-SHA256\n${date}\n${sha256Hex(canonical)}`;
  const expected = createHmac('sha256', secretKey).update(toSign).digest();
  const claimed = Buffer.from(claim.signature, 'hex');
  return claimed.length === expected.length && timingSafeEqual(claimed, expected)
    ? undefined
    : 'verify aksk signature fail';
}

function parseAuthorization(value: string) {
  const parts = /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(value);
  if (!parts) return undefined;
  const [, accessKey = '', list = '', signature = ''] = parts;
  return { accessKey, signedHeaders: list.split(';'), signature };
}

function parseSdkDate(value: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Returns undefined when the request cannot match its signature: a header is missing, or the list is not canonical. */
function canonicalRequest(
  { method, target, body }: SignedRequest,
  headers: ReadonlyMap<string, string>,
  signedHeaders: readonly string[],
): string | undefined {
  const inOrder = signedHeaders.every((name, at) => at === 0 || (signedHeaders[at - 1] ?? '') < name);
  const lines = signedHeaders.map((name) => (headers.has(name) ? `${name}:${headers.get(name)}\n` : undefined));
  if (!inOrder || lines.includes(undefined)) return undefined;
  if (!signedHeaders.includes('host') || !signedHeaders.includes('x-sdk-date')) return undefined;
  // A temporary key's token must be signed: an unsigned one could be anyone's.
  if (headers.has('x-security-token') && !signedHeaders.includes('x-security-token')) return undefined;

  const mark = target.indexOf('?');
  const path = canonicalPath(mark < 0 ? target : target.slice(0, mark));
  if (path === undefined) return undefined;
  const query = canonicalQuery(mark < 0 ? '' : target.slice(mark + 1));
  const payloadHash = headers.get('x-sdk-content-sha256') ?? sha256Hex(body);
  return [method.toUpperCase(), path, query, lines.join(''), signedHeaders.join(';'), payloadHash].join('\n');
}

function canonicalPath(path: string): string | undefined {
  try {
    const encoded = path.split('/').map((segment) => percentEncode(decodeURIComponent(segment)));
    const joined = encoded.join('/');
    return joined.endsWith('/') ? joined : `${joined}/`;
  } catch (error) {
    if (error instanceof URIError) return undefined; // a stray % in the path
    throw error;
  }
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)];
  pairs.sort(([key, value], [otherKey, otherValue]) => compare(key, otherKey) || compare(value, otherValue));
  return pairs.map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`).join('&');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function percentEncode(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9\-_.~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

function lowerCaseHeaders(headers: SignedRequest['headers']): Map<string, string> {
  const lower = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) lower.set(name.toLowerCase(), (Array.isArray(value) ? value.join(', ') : value).trim());
  }
  return lower;
}

function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
