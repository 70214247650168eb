/** The language of an answer: that of the question, or if it shows none, that of the user. */
export type SpokenLanguage = 'en' | 'zh';

/** @param fallback a language tag, for questions that have no language, such as a number */
export function spokenLanguage(question: string, fallback: string | undefined): SpokenLanguage {
  if (/\p{Script=Han}/u.test(question)) return 'zh';
  if (/\p{Script=Latin}/u.test(question)) return 'en';
  return fallback?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
