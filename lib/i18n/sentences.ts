/** Joins texts with the punctuation of the language. Chinese marks are full width, and no space follows them. */

const western = { gap: ' ', stop: '.', colon: ': ', comma: ', ', open: ' (', close: ')' };
const chinese: typeof western = { gap: '', stop: '。', colon: '：', comma: '、', open: '（', close: '）' };

/** Accepts any language tag, because a transcript is saved in the user's language. */
const marksOf = (locale: string) => (/^zh\b/.test(locale) ? chinese : western);

/** What stands between two sentences: a space, or nothing in Chinese. */
export const gapOf = (locale: string): string => marksOf(locale).gap;

/** Joins sentences, and leaves out what is missing. */
export const sentences = (locale: string, ...parts: (string | null | undefined | false)[]): string =>
  parts.filter(Boolean).join(gapOf(locale));

/** A title as a sentence, with a full stop. */
export const asSentence = (locale: string, title: string): string => title + marksOf(locale).stop;

/** `Code: 42` */
export const labelled = (locale: string, label: string, value: string): string => label + marksOf(locale).colon + value;

/** `Ada, Mei` */
export const listed = (locale: string, names: Iterable<string>): string => [...names].join(marksOf(locale).comma);

/** `Ada (not delivered)` */
export const withRemark = (locale: string, text: string, remark: string): string =>
  text + marksOf(locale).open + remark + marksOf(locale).close;
