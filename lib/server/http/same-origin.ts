/**
 * Checks that a request comes from a page of this site, by headers that no page of another site can forge. It does not
 * use `request.url`, which behind a proxy holds the server's own address.
 */
import { AppError } from '../../api/errors.ts';
import { requestHost } from './site-address.ts';

/**
 * A request without an origin is refused, because every browser sends one.
 * @param siteUrl the value of AUTH_URL, if set
 */
export function isSameOrigin(headers: Headers, siteUrl: string | undefined): boolean {
  const { fetchSite, origin } = senderOf(headers);
  if (fetchSite === null && origin === null) return false;
  if (fetchSite !== null && fetchSite !== 'same-origin') return false;
  return origin === null || isThisSite(origin, headers, siteUrl);
}

/** @throws AppError `cross_origin`, with the reason for the log and, outside production, for the answer */
export function assertSameOrigin(headers: Headers, siteUrl: string | undefined): void {
  if (!isSameOrigin(headers, siteUrl)) throw new AppError('cross_origin', { reason: mismatchOf(headers, siteUrl) });
}

const MAX_ORIGIN_LENGTH = 200;

function mismatchOf(headers: Headers, siteUrl: string | undefined): string {
  const sent = ['origin', 'sec-fetch-site'].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`${name} ${value.slice(0, MAX_ORIGIN_LENGTH)}`];
  });
  const expected = siteUrl
    ? `the origin ${siteUrl} (AUTH_URL)`
    : `an origin at the host ${requestHost(headers)} (the request's own; behind a proxy that changes Host, set AUTH_URL)`;
  return `the request names ${sent.join(', ') || 'no origin'}; expected ${expected}`;
}

/**
 * The check for a form that is posted to a page. A form without an origin passes: browsers always send one, and other
 * clients send only their own cookies. The origin may be that of `AUTH_URL` or of the host it was sent to.
 */
export function isFromAnotherSite(headers: Headers, siteUrl: string | undefined): boolean {
  const { fetchSite, origin } = senderOf(headers);
  if (fetchSite === 'cross-site' || fetchSite === 'same-site') return true;
  return origin !== null && !isThisSite(origin, headers, undefined) && !isThisSite(origin, headers, siteUrl);
}

/**
 * Ignores `Origin: null` together with `Sec-Fetch-Site: same-origin`, which no page can set: browsers send it from a
 * page with a strict referrer policy and after some redirects.
 */
function senderOf(headers: Headers): { fetchSite: string | null; origin: string | null } {
  const fetchSite = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  return { fetchSite, origin: origin === 'null' && fetchSite === 'same-origin' ? null : origin };
}

/** @param origin the value of an `Origin` header */
function isThisSite(origin: string, headers: Headers, siteUrl: string | undefined): boolean {
  if (!/^https?:\/\/[^/?#@\\]+$/i.test(origin) || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (siteUrl) return hostAndPort(from) === hostAndPort(new URL(siteUrl));
  // `Host` has no scheme, so its default port is that of the origin.
  const ours = `${from.protocol}//${requestHost(headers)}`;
  return URL.canParse(ours) && hostAndPort(from) === hostAndPort(new URL(ours));
}

const hostAndPort = ({ protocol, hostname, port }: URL) =>
  `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
