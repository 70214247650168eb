/**
 * Guesses the language of a text by its script, for the `lang` of a text in another language than the page's, so that a
 * screen reader changes its voice.
 */

/** @returns a language tag, or `undefined` when the text may be in `locale` */
export function languageOf(text: string, locale: string): string | undefined {
  const found = scriptLanguage(text);
  if (found === 'en' && new Intl.Locale(locale).maximize().script === 'Latn') return undefined;
  return found === new Intl.Locale(locale).language ? undefined : found;
}

function scriptLanguage(text: string): string | undefined {
  // Japanese and Korean also use Chinese characters, so their own letters are checked first.
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  // Many languages use Latin letters. On a page in another script, English is the most likely one.
  if (/\p{Script=Latin}/u.test(text)) return 'en';
  return undefined;
}
