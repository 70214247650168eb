'use server';
/** Remembers a user's language and theme in cookies. Any other value is ignored. */
import { cookies } from 'next/headers';
import { isLocale } from '@/lib/i18n/locale';
import { LOCALE_COOKIE, THEME_COOKIE } from '@/lib/i18n/request';
import { isTheme } from '@/lib/i18n/theme';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

export async function setPreference(formData: FormData): Promise<void> {
  if (!(formData instanceof FormData)) return; // a post made by hand may bring any argument
  const jar = await cookies();
  const remembered = { httpOnly: true, sameSite: 'lax', maxAge: YEAR_SECONDS, path: '/' } as const;
  const locale = formData.get('locale');
  if (isLocale(locale)) jar.set(LOCALE_COOKIE, locale, remembered);
  const theme = formData.get('theme');
  if (isTheme(theme)) jar.set(THEME_COOKIE, theme, remembered);
}
