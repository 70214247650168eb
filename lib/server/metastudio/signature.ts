/**
 * Signs a request with an access key (AK/SK) by Huawei Cloud's `SDK-HMAC-SHA256` (API Gateway docs, "AK/SK signing").
 * It does not store or log the key.
 */
import { createHash, createHmac } from 'node:crypto';

export interface AccessKey {
  ak: string;
  sk: string;
  /** The token of a temporary key. */
  securityToken?: string | undefined;
}

export interface RequestToSign {
  method: string;
  url: URL;
  headers?: Readonly<Record<string, string>>;
  /** The exact text that is sent. Default: empty. */
  body?: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const byName = ([a]: [string, string], [b]: [string, string]) => (a < b ? -1 : a > b ? 1 : 0);

/** Encodes all but `A-Za-z0-9-_.~` (RFC 3986), which is more than `encodeURIComponent` does. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The path that is signed ends with a slash, also when the path that is sent does not. */
function canonicalPath(pathname: string): string {
  const path = pathname
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

function canonicalQuery(query: URLSearchParams): string {
  // Sorted by name, then by value, because a name may be repeated; and before encoding: `-` comes before `{`, but after
  // `%7B`.
  return [...query]
    .sort((a, b) => byName(a, b) || (a[1] < b[1] ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/**
 * Returns all headers to send, with the signature. `fetch` sets `Host` itself, to the value that is signed here.
 * @example
 * const request = { method: 'POST', url, headers: { 'content-type': 'application/json' } };
 * await fetch(url, { method: 'POST', headers: sign(request, { ak, sk }, new Date()) });
 */
export function sign({ method, url, headers = {}, body = '' }: RequestToSign, key: AccessKey, now: Date) {
  const date = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const sent: Record<string, string> = { 'x-sdk-date': date };
  if (key.securityToken) sent['x-security-token'] = key.securityToken;
  for (const [name, value] of Object.entries(headers)) sent[name.toLowerCase()] = value.trim();

  const signed = Object.entries({ ...sent, host: url.host }).sort(byName);
  const signedNames = signed.map(([name]) => name).join(';');
  const canonicalRequest = [
    method.toUpperCase(),
    canonicalPath(url.pathname),
    canonicalQuery(url.searchParams),
    signed.map(([name, value]) => `${name}:${value}\n`).join(''),
    signedNames,
    sha256(body),
  ].join('\n');
  const stringToSign = ['SDK-HMAC-SHA256', date, sha256(canonicalRequest)].join('\n');
  const signature = createHmac('sha256', key.sk).update(stringToSign).digest('hex');
  return {
    ...sent,
    authorization: `SDK-HMAC-SHA256 Access=${key.ak}, SignedHeaders=${signedNames}, Signature=${signature}`,
  };
}
