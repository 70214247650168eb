/** Where a user goes after signing in: always a page of this site, for any value of the query or the form. */

const AFTER_SIGN_IN = '/chat';
/** The path is sent in a cookie and in `Location`. No page of this site has a longer one. */
const MAX_LENGTH = 100;

/** Parsed as a browser parses it: a regular expression easily lets `/<tab>/evil` and `/.//evil` through. */
export function safeCallbackPath(value: unknown): string {
  const here = 'http://here.invalid';
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !value.startsWith('/') || !URL.canParse(value, here))
    return AFTER_SIGN_IN;
  const url = new URL(value, here);
  const path = url.pathname + url.search + url.hash;
  // `/.//evil` is parsed to the path `//evil`, which is another host in a redirect.
  return url.origin === here && !path.startsWith('//') ? path : AFTER_SIGN_IN;
}
