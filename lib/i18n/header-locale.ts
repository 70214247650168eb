/** The reader's language from a request's headers alone, for route handlers. */
import { chooseLocale, type Locale } from './locale';

export const LOCALE_COOKIE = 'locale';

export function localeOfHeaders(headers: Headers): Locale {
  const chosen = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([^;]+)`).exec(headers.get('cookie') ?? '')?.[1];
  return chooseLocale(chosen, headers.get('accept-language'));
}
