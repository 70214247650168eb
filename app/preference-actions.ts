'use server';
/** Remembers a person's language and theme on the device. Anything else that is sent is ignored. */
import { cookies } from 'next/headers';
import { isLocale } from '@/lib/words/locale';
import { LOCALE_COOKIE, THEME_COOKIE } from '@/lib/words/request-words';
import { isTheme } from '@/lib/words/theme';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

export async function setPreference(formData: FormData): Promise<void> {
  if (!(formData instanceof FormData)) return; // whoever posts an action by hand decides what its argument is
  const jar = await cookies();
  const remembered = { httpOnly: true, sameSite: 'lax', maxAge: YEAR_SECONDS, path: '/' } as const;
  const locale = formData.get('locale');
  if (isLocale(locale)) jar.set(LOCALE_COOKIE, locale, remembered);
  const theme = formData.get('theme');
  if (isTheme(theme)) jar.set(THEME_COOKIE, theme, remembered);
}
