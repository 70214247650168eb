/** Reads what a page loads and connects to beside this site out of text, as strictly as `address.ts`. */
import { hasUnsafeHost, isSafeScheme, parseServerAddress } from './address.ts';

/** `[*.]host[:port]` for a policy, split in its parts. */
export function parseExtraHost(text: string): { host: string; isLoopback: boolean } | undefined {
  const [, wildcard = '', rest = ''] = /^(\*\.)?([\s\S]*)$/.exec(text) ?? [];
  const address = parseServerAddress(rest);
  if (!address || (wildcard && (address.isLoopback || !address.hostname.includes('.')))) return undefined;
  return { host: wildcard + address.host, isLoopback: address.isLoopback };
}

/** A script on this site (`/path/x.js`; `origin` is undefined) or elsewhere (`https://host/x.js`; `http` on loopback only). */
export function parseScriptUrl(text: string): { href: string; origin: string | undefined } | undefined {
  const here = 'https://here.invalid';
  // `URL` would encode a space and drop a tab, but in a setting both are mistakes. A space in a file name is written %20.
  if (!/^(\/|https?:)/.test(text) || /\s/.test(text) || !URL.canParse(text, here)) return undefined;
  const url = new URL(text, here);
  if (!url.pathname.endsWith('.js') || url.hash || hasUnsafeHost(url)) return undefined;
  // Parsed, not matched: `//host` and `/\host` lead elsewhere.
  if (text.startsWith('/'))
    return url.origin === here ? { href: url.pathname + url.search, origin: undefined } : undefined;
  return isSafeScheme(url) ? { href: url.href, origin: url.origin } : undefined;
}
