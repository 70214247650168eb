import { expect, test } from 'vitest';
import { chooseLocale, localeOfHeaders } from './locale.ts';

test('the language that the user chose takes precedence over the browser’s', () => {
  expect(chooseLocale('zh-CN', 'en-US')).toBe('zh-CN');
});

// Klingon, a language without a translation here.
test('an unknown chosen language is ignored', () => {
  expect(chooseLocale('tlh', 'zh')).toBe('zh-CN');
});

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['en;q=0.5, zh;q=0.7', 'zh-CN'],
  ['tlh-US,tlh;q=0.9,en;q=0.8,zh;q=0.7', 'en'],
  ['zh;q=0, en', 'en'],
  ['zh;q=junk, en', 'en'],
  ['tlh', 'en'],
  ['', 'en'],
  [null, 'en'],
] as const)('a browser that asks for %j reads %s', (acceptLanguage, locale) => {
  expect(chooseLocale(undefined, acceptLanguage)).toBe(locale);
});

test.each([
  [{}, 'en'],
  [{ 'accept-language': 'zh-CN,zh;q=0.9' }, 'zh-CN'],
  [{ 'accept-language': 'zh', cookie: 'a=b; locale=en' }, 'en'],
  [{ cookie: 'locale=zh-CN; x=y' }, 'zh-CN'],
  [{ cookie: 'locale=xx' }, 'en'],
])('the headers %j ask for %s', (headers, locale) => {
  expect(localeOfHeaders(new Headers(headers as Record<string, string>))).toBe(locale);
});
