import { expect, it } from 'vitest';
import { spokenLanguage } from './spoken-language.ts';

it.each([
  ['What is a once code?', 'zh', 'en'],
  ['什么是 once code', 'en', 'zh'],
  ['once code 是什么', 'en', 'zh'],
  ['npm run doctor 报错', 'en', 'zh'],
  ['How are you 怎么说', 'en', 'zh'],
  ['What does 鉴权码 mean?', 'zh', 'en'],
  ['What’s a 数字人?', 'zh', 'en'],
  ['Who’s 李雷?', 'zh', 'en'],
  ['Tell me about 数字人', 'zh', 'en'],
  ['数字人とは何ですか', 'en', 'en'],
  ['47010046', 'zh-CN', 'zh'],
  ['47010046', undefined, 'en'],
])('“%s” of a user with %s is answered in %s', (question, fallback, language) => {
  expect(spokenLanguage(question, fallback)).toBe(language);
});
