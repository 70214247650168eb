/** Keeps small choices of the user in cookies: nothing secret, and nothing that the page must trust. */

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Choices that the browser refused to keep. They last as long as the page. */
const unkept = new Map<string, string>();

/** Safari deletes cookies of scripts after a week. The page then asks again. */
export function remember(name: string, value: string): void {
  unkept.delete(name);
  write(name, value, YEAR_SECONDS);
  if (!isRemembered(name, value)) unkept.set(name, value);
}

export const isRemembered = (name: string, value: string): boolean =>
  unkept.get(name) === value || read().includes(`${name}=${encodeURIComponent(value)}`);

let canKeep: boolean | null = null;

/** False when the browser refuses this site's cookies, so that no user can sign in. Checked once, by writing one. */
export function canKeepCookies(): boolean {
  if (canKeep !== null) return canKeep;
  write('cookie-check', '1', 60);
  canKeep = read().includes('cookie-check=1');
  write('cookie-check', '', 0);
  return canKeep;
}

function write(name: string, value: string, maxAgeSeconds: number): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is asynchronous, and new in Firefox and Safari
    document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax`;
  } catch {
    // The page is sandboxed, or site data is blocked. `read` then finds nothing.
  }
}

function read(): string[] {
  try {
    return document.cookie.split('; ');
  } catch {
    return [];
  }
}
