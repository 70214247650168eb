/** Small choices a user makes on the page, kept in cookies. Nothing secret, and nothing the page has to trust. */

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What the browser refused to keep: it then lasts as long as the page. */
const unkept = new Map<string, string>();

/** Safari forgets what a script remembers after a week; then the user is asked again, which does no harm. */
export function remember(name: string, value: string): void {
  unkept.delete(name);
  write(name, value, YEAR_SECONDS);
  if (!isRemembered(name, value)) unkept.set(name, value);
}

export const isRemembered = (name: string, value: string): boolean =>
  unkept.get(name) === value || read().includes(`${name}=${encodeURIComponent(value)}`);

let canKeep: boolean | null = null;

/** False when the browser refuses cookies on this site: then no user can sign in. Tried once, by writing one. */
export function canKeepCookies(): boolean {
  if (canKeep !== null) return canKeep;
  write('cookie-check', '1', 60);
  canKeep = read().includes('cookie-check=1');
  write('cookie-check', '', 0);
  return canKeep;
}

function write(name: string, value: string, maxAgeSeconds: number): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is asynchronous, and young in Firefox and Safari
    document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax`;
  } catch {
    // A sandboxed page, or blocked site data: `read` finds nothing afterwards.
  }
}

function read(): string[] {
  try {
    return document.cookie.split('; ');
  } catch {
    return [];
  }
}
