import { describe, expect, it } from 'vitest';
import { parseScriptUrl } from './page-sources.ts';

describe('parseScriptUrl', () => {
  it.each([
    ['/metastudio-sdk/HwICSUiSdk.js', undefined],
    ['/sdk.js?v=5.0.6', undefined],
    ['https://cdn.example/sdk.js', 'https://cdn.example'],
    ['http://localhost:4010/sdk/HwICSUiSdk.js', 'http://localhost:4010'],
  ])('takes %s', (href, origin) => expect(parseScriptUrl(href)).toEqual({ href, origin }));

  it.each([
    '//cdn.example/sdk.js',
    '/\\cdn.example/sdk.js',
    '/\t/cdn.example/sdk.js',
    'http://cdn.example/sdk.js',
    'https://u@cdn.example/sdk.js',
    'https://cdn.example/sdk.css',
    'sdk.js',
    'javascript:x.js',
    'data:text/javascript,x.js',
    'https://a;b/sdk.js',
  ])('refuses %j', (text) => expect(parseScriptUrl(text)).toBeUndefined());
});
