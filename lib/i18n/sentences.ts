/** Puts sentences side by side: with a space between them, and in Chinese without one. */
import type { Locale } from './locale';

export const gapOf = (locale: Locale): string => (locale === 'zh-CN' ? '' : ' ');

export const sentences = (locale: Locale, ...parts: (string | null | undefined | false)[]): string =>
  parts.filter(Boolean).join(gapOf(locale));

/** A title in running text: with a full stop. */
export const asSentence = (locale: Locale, title: string): string => `${title}${locale === 'zh-CN' ? '。' : '.'}`;
