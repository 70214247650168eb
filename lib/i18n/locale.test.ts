import { expect, test } from 'vitest';
import { chooseLocale } from './locale';

test('what the person chose wins over the browser', () => {
  expect(chooseLocale('zh-CN', 'en-US')).toBe('zh-CN');
});

test('a choice we do not have is ignored', () => {
  expect(chooseLocale('fr', 'zh')).toBe('zh-CN');
});

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['en;q=0.5, zh;q=0.7', 'zh-CN'],
  ['fr-FR,fr;q=0.9,en;q=0.8,zh;q=0.7', 'en'],
  ['zh;q=0, en', 'en'],
  ['zh;q=junk, en', 'en'],
  ['fr', 'en'],
  ['', 'en'],
  [null, 'en'],
] as const)('a browser that asks for %j reads %s', (acceptLanguage, locale) => {
  expect(chooseLocale(undefined, acceptLanguage)).toBe(locale);
});
