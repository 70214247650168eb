/**
 * The address people use for this site, from one place: AUTH_URL when it is set, else what the proxy in front says, else
 * `Host`. Everything that needs the host or the scheme asks here: origin checks, cookies, HSTS, sign-in.
 */
type HeaderReader = Pick<Headers, 'get'>;

/** A proxy that appends writes a list; the first value is the one the person's browser saw. */
const firstOf = (value: string | null | undefined): string | undefined => value?.split(',')[0]?.trim() || undefined;

/** `X-Forwarded-Host`: its first value, or undefined when that is no `host[:port]`. */
export function forwardedHost(value: string | null | undefined): string | undefined {
  const host = firstOf(value);
  return host && /^[\w.\-[\]:]+$/.test(host) && URL.canParse(`http://${host}`) ? host : undefined;
}

/** `X-Forwarded-Proto`: its first value, or undefined when that is neither http nor https. */
export function forwardedProto(value: string | null | undefined): 'http' | 'https' | undefined {
  const scheme = firstOf(value)?.toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : undefined;
}

/** The host the request was sent to, as the browser saw it. */
export const requestHost = (headers: HeaderReader): string | undefined =>
  forwardedHost(headers.get('x-forwarded-host')) ?? forwardedHost(headers.get('host'));

/** `siteUrl` is the normalized AUTH_URL. Undefined when neither it nor a header names a host. */
export function siteAddress(headers: HeaderReader, siteUrl: string | undefined): URL | undefined {
  if (siteUrl) return new URL(siteUrl);
  const host = requestHost(headers);
  return host ? new URL(`${forwardedProto(headers.get('x-forwarded-proto')) ?? 'http'}://${host}`) : undefined;
}

/** By it the session cookie is named, and pages get HSTS. */
export const isHttps = (headers: HeaderReader, siteUrl: string | undefined): boolean =>
  siteAddress(headers, siteUrl)?.protocol === 'https:';
