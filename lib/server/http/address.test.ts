import { describe, expect, it } from 'vitest';
import { parseOrigin, parseServerAddress } from './address.ts';

describe('parseOrigin', () => {
  it.each([
    'https://a.example',
    'https://a.example:8443/',
    'http://127.0.0.1:4010',
    'http://localhost',
    'http://[::1]:1',
  ])('takes %s', (text) => expect(parseOrigin(text)?.origin).toBe(text.replace(/\/$/, '')));

  it.each([
    'http://a.example',
    'https://u:p@a.example',
    'https://a.example/v1',
    'https://a.example?x',
    'https://a.example/#x',
    'https://a.example/?',
    'ftp://a.example',
    'a.example',
    "https://a';script-src",
    'http://127.0.0.1.evil.example',
  ])('refuses %s', (text) => expect(parseOrigin(text)).toBeUndefined());
});

describe('parseServerAddress', () => {
  it.each([
    ['metastudio-api.cn-north-4.myhuaweicloud.com', false],
    ['h.example:443', false],
    ['h.example:8443', false],
    ['127.0.0.1:4010', true],
    ['LOCALHOST:4010', true],
    ['[::1]:4010', true],
  ])('takes %s', (text, isLoopback) =>
    expect(parseServerAddress(text)).toMatchObject({ host: text.toLowerCase(), isLoopback }),
  );

  it.each([
    'https://h.example',
    'h.example/',
    'h.example:99999',
    'h.example:',
    'u@h.example',
    'h example',
    'h.example?x',
    '',
    '1.2.3.999',
    '127.1',
  ])('refuses %j', (text) => expect(parseServerAddress(text)).toBeUndefined());
});
