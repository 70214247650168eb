import { expect, test } from 'vitest';
import { languageOf } from './language-of.ts';

test.each([
  ['What is a once code?', 'en', undefined],
  ['What is a once code?', 'zh-CN', 'en'],
  ['一次性鉴权码是什么？', 'zh-CN', undefined],
  ['一次性鉴权码是什么？', 'en', 'zh'],
  ['李雷', 'en', 'zh'],
  ['once code 是什么？', 'zh-CN', undefined],
  ['これは何ですか', 'zh-CN', 'ja'],
  ['이것은 무엇입니까', 'en', 'ko'],
  ['Was ist ein Code?', 'de', undefined],
  ['What is a once code?', 'de-AT', undefined],
  ['一次性鉴权码是什么？', 'de', 'zh'],
  ['What is a once code?', 'ar', 'en'],
  ['12:30', 'zh-CN', undefined],
  ['🙂', 'en', undefined],
])('%s on a page in %s has the language %s', (text, locale, language) => {
  expect(languageOf(text, locale)).toBe(language);
});
