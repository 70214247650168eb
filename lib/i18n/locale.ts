/**
 * Decides which language a user reads. Shared by server and page.
 *
 * To add a language: write `xx.json` beside `en.json`, add it to `locales` and `localeNames`, to `catalogues` in
 * `messages.ts` and to `spokenLanguage` in `components/chat/session-host.tsx`. The types name what is missing, and the
 * tests compare every language with English. The answers of `lib/server/brain` are in English and Chinese only.
 */
export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** The name of each language in that language. */
export const localeNames: Record<Locale, string> = { en: 'English', 'zh-CN': '简体中文' };

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);

/** The language that the user chose; otherwise the first of the browser's languages that we have; otherwise English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { language: tag.toLowerCase().split('-')[0], quality: quality ? Number(quality.slice(2)) : 1 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const locale = locales.find((candidate) => candidate.toLowerCase().split('-')[0] === language);
    if (locale) return locale;
  }
  return 'en';
}

export const LOCALE_COOKIE = 'locale';

/** The user's language by the headers of a request, for route handlers. */
export function localeOfHeaders(headers: Headers): Locale {
  const chosen = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([^;]+)`).exec(headers.get('cookie') ?? '')?.[1];
  return chooseLocale(chosen, headers.get('accept-language'));
}
