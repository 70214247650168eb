import { expect, it } from 'vitest';
import { localeOfHeaders } from './header-locale';

it.each([
  [{}, 'en'],
  [{ 'accept-language': 'zh-CN,zh;q=0.9' }, 'zh-CN'],
  [{ 'accept-language': 'zh', cookie: 'a=b; locale=en' }, 'en'],
  [{ cookie: 'locale=zh-CN; x=y' }, 'zh-CN'],
  [{ cookie: 'locale=xx' }, 'en'],
])('reads %j as %s', (headers, locale) => {
  expect(localeOfHeaders(new Headers(headers as Record<string, string>))).toBe(locale);
});
