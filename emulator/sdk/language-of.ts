// Which of the two languages a text is in. Pure.
import type { Language } from './sdk-events';

export const languageOf = (text: string): Language => (/\p{Script=Han}/u.test(text) ? 'zh_CN' : 'en_US');
