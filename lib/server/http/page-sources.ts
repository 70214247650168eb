/** Parses what a page loads from and connects to besides this site, as strictly as `address.ts`. */
import { hasUnsafeHost, isSafeScheme, parseServerAddress } from './address.ts';

/** The parts of `[*.]host[:port]` in a policy. */
export function parseExtraHost(text: string): { host: string; isLoopback: boolean } | undefined {
  const [, wildcard = '', rest = ''] = /^(\*\.)?([\s\S]*)$/.exec(text) ?? [];
  const address = parseServerAddress(rest);
  if (!address || (wildcard && (address.isLoopback || !address.hostname.includes('.')))) return undefined;
  return { host: wildcard + address.host, isLoopback: address.isLoopback };
}

/** A script on this site (`/path/x.js`, without `origin`) or elsewhere (`https://host/x.js`; `http` only on loopback). */
export function parseScriptUrl(text: string): { href: string; origin: string | undefined } | undefined {
  const here = 'https://here.invalid';
  // `URL` would encode a space and drop a tab, but in a setting both are mistakes. Write a space in a file name as %20.
  if (!/^(\/|https?:)/.test(text) || /\s/.test(text) || !URL.canParse(text, here)) return undefined;
  const url = new URL(text, here);
  if (!url.pathname.endsWith('.js') || url.hash || hasUnsafeHost(url)) return undefined;
  // Parsed, because `//host` and `/\host` are other sites.
  if (text.startsWith('/'))
    return url.origin === here ? { href: url.pathname + url.search, origin: undefined } : undefined;
  return isSafeScheme(url) ? { href: url.href, origin: url.origin } : undefined;
}
