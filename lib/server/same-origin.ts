/**
 * Does this request come from a page of this site? Judged by its headers: behind a proxy, `request.url` holds the
 * server's own address, not the one people type.
 */

/** `siteUrl` is `AUTH_URL`, when set. A request that does not tell its origin is refused, as every browser tells it. */
export function isSameOrigin(headers: Headers, siteUrl: string | undefined): boolean {
  const fetchSite = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (fetchSite === null && origin === null) return false;
  if (fetchSite !== null && fetchSite !== 'same-origin') return false;
  return origin === null || isThisSite(origin, headers, siteUrl);
}

/** `origin` as an `Origin` header has it. */
export function isThisSite(origin: string, headers: Headers, siteUrl: string | undefined): boolean {
  if (!/^https?:\/\/[^/?#@\\]+$/i.test(origin) || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (siteUrl) return hostAndPort(from) === hostAndPort(new URL(siteUrl));
  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() || headers.get('host');
  // `Host` has no scheme: its default port is that of the origin it is compared with.
  const ours = `${from.protocol}//${host}`;
  return (
    host !== null &&
    /^[\w.\-[\]:]+$/.test(host) &&
    URL.canParse(ours) &&
    hostAndPort(from) === hostAndPort(new URL(ours))
  );
}

const hostAndPort = ({ protocol, hostname, port }: URL) =>
  `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
