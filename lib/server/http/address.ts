/**
 * Parses hosts and origins for all settings, so strictly that the result is safe in a URL, a header or a
 * Content-Security-Policy.
 */

/** @param hostname of a `URL`, which has turned `127.1` into `127.0.0.1` */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d+){3}$/.test(hostname);

export const isSafeScheme = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

/** `https://host[:port]`; `http` only on loopback; no user, path, query or fragment. Accepts a final slash. */
export function parseOrigin(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isSafeScheme(url) || hasUnsafeHost(url)) return undefined;
  return url.href === `${url.origin}/` && !/[?#]$/.test(text) ? url : undefined;
}

export interface ServerAddress {
  /** The host in lower case, and the port if given. */
  host: string;
  hostname: string;
  isLoopback: boolean;
}

/** `host[:port]`, nothing else. HwICSUiSdk 5.0.6 locks up until the page is reloaded when `new URL()` throws on it. */
export function parseServerAddress(text: string): ServerAddress | undefined {
  const host = text.toLowerCase();
  if (!/^(\[[\da-f:.]+\]|[\da-z.-]+)(:[1-9]\d{0,4})?$/.test(host) || !URL.canParse(`https://${host}`)) return undefined;
  const url = new URL(`https://${host}`);
  const isUnchanged = host === url.hostname || host === `${url.hostname}:${url.port || '443'}`;
  return isUnchanged && isHostname(url.hostname)
    ? { host, hostname: url.hostname, isLoopback: isLoopback(url.hostname) }
    : undefined;
}

/** User info would be sent as credentials. `;`, `,` and quotes, which a host may contain, would end a directive. */
export const hasUnsafeHost = (url: URL): boolean =>
  url.username !== '' || url.password !== '' || !isHostname(url.hostname);

/** Stricter than `URL`, which accepts the host names `-` and `a..b`. */
const isHostname = (hostname: string): boolean =>
  /^\[[\da-f:.]+\]$/.test(hostname) ||
  hostname
    .replace(/\.$/, '')
    .split('.')
    .every((label) => /^\w([\w-]*\w)?$/.test(label));
