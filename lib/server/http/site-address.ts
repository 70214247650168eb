/**
 * The public address of this site: AUTH_URL if it is set, otherwise what the proxy in front sends, otherwise `Host`.
 * All code that needs the host or the scheme uses it: origin checks, cookies, HSTS, sign-in.
 */
type HeaderReader = Pick<Headers, 'get'>;

/** A proxy may append to a header. The first value is the one that the browser used. */
const firstOf = (value: string | null | undefined): string | undefined => value?.split(',')[0]?.trim() || undefined;

/** The first value of `X-Forwarded-Host`, or undefined if it is not `host[:port]`. */
export function forwardedHost(value: string | null | undefined): string | undefined {
  const host = firstOf(value);
  return host && /^[\w.\-[\]:]+$/.test(host) && URL.canParse(`http://${host}`) ? host : undefined;
}

/** The first value of `X-Forwarded-Proto`, or undefined if it is neither http nor https. */
export function forwardedProto(value: string | null | undefined): 'http' | 'https' | undefined {
  const scheme = firstOf(value)?.toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : undefined;
}

/** The host that the browser sent the request to. */
export const requestHost = (headers: HeaderReader): string | undefined =>
  forwardedHost(headers.get('x-forwarded-host')) ?? forwardedHost(headers.get('host'));

/** Undefined when neither `siteUrl` nor a header names a host. @param siteUrl the normalized AUTH_URL */
export function siteAddress(headers: HeaderReader, siteUrl: string | undefined): URL | undefined {
  if (siteUrl) return new URL(siteUrl);
  const host = requestHost(headers);
  return host ? new URL(`${forwardedProto(headers.get('x-forwarded-proto')) ?? 'http'}://${host}`) : undefined;
}

/** Decides the name of the session cookie, and whether pages get HSTS. */
export const isHttps = (headers: HeaderReader, siteUrl: string | undefined): boolean =>
  siteAddress(headers, siteUrl)?.protocol === 'https:';
