/** Small choices a person makes on the page, kept in cookies. Nothing secret, and nothing the page has to trust. */

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Safari forgets what a script remembers after a week; then the person is asked again, which does no harm. */
export function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is asynchronous, and young in Firefox and Safari
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}

export const isRemembered = (name: string, value: string): boolean =>
  document.cookie.split('; ').includes(`${name}=${encodeURIComponent(value)}`);
