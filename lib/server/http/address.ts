/**
 * Reads hosts and origins out of text: pure, and strict enough that what passes can stand in a URL, a header or a
 * Content-Security-Policy. The same for every setting.
 */

/** `hostname` as `URL` gives it, so `127.1` has become `127.0.0.1` already. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d+){3}$/.test(hostname);

export const isSafeScheme = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

/** `https://host[:port]`; `http` on loopback only; no user, path, query or fragment. A final slash is forgiven. */
export function parseOrigin(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isSafeScheme(url) || hasUnsafeHost(url)) return undefined;
  return url.href === `${url.origin}/` && !/[?#]$/.test(text) ? url : undefined;
}

export interface ServerAddress {
  /** Lower-case host and port, as given. */
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

/** User info would travel as credentials; `;`, `,` and quotes (legal in a host) would break out of a policy. */
export const hasUnsafeHost = (url: URL): boolean =>
  url.username !== '' || url.password !== '' || !isHostname(url.hostname);

/** Stricter than `URL`, which takes `-` and `a..b` for host names. */
const isHostname = (hostname: string): boolean =>
  /^\[[\da-f:.]+\]$/.test(hostname) ||
  hostname
    .replace(/\.$/, '')
    .split('.')
    .every((label) => /^\w([\w-]*\w)?$/.test(label));
