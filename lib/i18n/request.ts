/**
 * The user's language and theme, from the cookies of the request or from its headers. For pages and layouts on the
 * server; components use `useTranslations`.
 */
import 'server-only';
import { cookies, headers } from 'next/headers';
import type { NamespaceKeys, NestedKeyOf } from 'use-intl/core';
import { createTranslator } from 'use-intl/core';
import { chooseLocale, LOCALE_COOKIE, type Locale } from './locale.ts';
import { type Messages, messagesIn } from './messages.ts';
import { isTheme, type Theme } from './theme.ts';

export { LOCALE_COOKIE };
export const THEME_COOKIE = 'theme';

export async function requestLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return chooseLocale(chosen, (await headers()).get('accept-language'));
}

export async function requestTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(chosen) ? chosen : 'system';
}

export async function requestTranslator<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  namespace: Namespace,
) {
  const locale = await requestLocale();
  return createTranslator({ locale, messages: messagesIn(locale), namespace });
}
