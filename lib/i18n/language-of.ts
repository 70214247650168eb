/**
 * The language of a text, as far as its script shows it: the value of `lang` when it is not the page's language, so
 * that a screen reader changes its voice. It guesses by letters, not by words.
 */

/** @returns a language tag, or `undefined` when the text reads well in `locale` */
export function languageOf(text: string, locale: string): string | undefined {
  const found = scriptLanguage(text);
  if (found === 'en' && new Intl.Locale(locale).maximize().script === 'Latn') return undefined;
  return found === new Intl.Locale(locale).language ? undefined : found;
}

function scriptLanguage(text: string): string | undefined {
  // Japanese and Korean mix Chinese characters in, so their own letters are looked for first.
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  // Latin letters belong to many languages. On a page in another script English is the likeliest.
  if (/\p{Script=Latin}/u.test(text)) return 'en';
  return undefined;
}
