/**
 * Which language a piece of text is in, as far as its script tells: what to put on `lang` when it is not the page's
 * own, so that a screen reader changes its voice. A guess by letters, not by words.
 */

/** @returns a language tag, or `undefined` when the text reads well in `locale` */
export function languageOf(text: string, locale: string): string | undefined {
  const found = scriptLanguage(text);
  return found === locale.split('-')[0] ? undefined : found;
}

function scriptLanguage(text: string): string | undefined {
  // Japanese and Korean mix Chinese characters in, so their own letters are looked for first.
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  // Latin letters are many languages'; the one that is not Chinese here is English.
  if (/\p{Script=Latin}/u.test(text)) return 'en';
  return undefined;
}
