/** The language of an answer: that of the question, or if it shows none, that of the user. */
export type SpokenLanguage = 'en' | 'zh';

/** An English question about a Chinese word, such as "Who is 李雷?". */
const ENGLISH_BEGINNING =
  /^\P{L}*(?:what|who|which|how|when|where|why|is|are|do|does|can|could|tell)(?:['’]s\s|\s+\p{Script=Latin})/iu;
const CHINESE_GRAMMAR = /[的了是吗呢么怎谁哪吧请我你]/u;

/** @param fallback a language tag, for questions that have no language, such as a number */
export function spokenLanguage(question: string, fallback: string | undefined): SpokenLanguage {
  // Japanese uses Chinese characters, too.
  if (/\p{Script=Han}/u.test(question) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(question))
    return ENGLISH_BEGINNING.test(question) && !CHINESE_GRAMMAR.test(question) ? 'en' : 'zh';
  if (/\p{Script=Latin}/u.test(question)) return 'en';
  return fallback?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
