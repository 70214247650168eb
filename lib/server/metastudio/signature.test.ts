import { describe, expect, it } from 'vitest';
import { sign } from './signature.ts';

const url = new URL('https://metastudio.cn-north-4.myhuaweicloud.com/v1/project01/digital-human-chat/once-code');
const now = new Date('2026-08-23T01:02:03.456Z');
const key = { ak: 'access-key-unit', sk: 'secret-key-unit' };
const ours = { 'x-app-userid': 'gov_user', 'x-project-id': 'project01' };
const signatureOf = (headers: Record<string, string>) => /Signature=(\w+)$/.exec(headers.authorization ?? '')?.[1];

describe('sign', () => {
  it('matches the vector verified against the vendor’s own SDK', () => {
    const headers = sign({ method: 'POST', url, headers: ours }, key, now);
    expect(headers).toEqual({
      ...ours,
      'x-sdk-date': '20260823T010203Z',
      authorization:
        'SDK-HMAC-SHA256 Access=access-key-unit, SignedHeaders=host;x-app-userid;x-project-id;x-sdk-date, ' +
        'Signature=0db79c87f1e7b0db65b5878a03f266906b5058c37a68418d9f9675d9726cf314',
    });
  });

  it.each([
    [
      'a content type',
      { 'Content-Type': ' application/json ', ...ours },
      key,
      '0d246005a0f119b70aec3a7e73e915e955c6b102505fb0cd69d0e7767e2fbe3d',
    ],
    [
      'a security token',
      ours,
      { ...key, securityToken: 'token-unit' },
      'e4ba3c8f8e4dcd67e5e9032a5433f7fd30f69ccbb4bada81e978678a605a6020',
    ],
    ['nothing but host and date', {}, key, 'df065faec7ac41b40063a3fa9284ad8fe8b20f4ad72cc088473efc6f6e98b3a3'],
  ])('matches the vector with %s', (_, headers, accessKey, signature) => {
    expect(signatureOf(sign({ method: 'post', url, headers }, accessKey, now))).toBe(signature);
  });

  it('does not depend on the order of headers and query, nor on a final slash', () => {
    const one = sign(
      { method: 'GET', url: new URL('https://h/a%20b?b=2&a=%E9%9B%B7&b=1'), headers: { p: '1', q: '2' } },
      key,
      now,
    );
    const other = sign(
      { method: 'GET', url: new URL('https://h/a%20b/?b=1&b=2&a=雷'), headers: { Q: '2', P: '1' } },
      key,
      now,
    );
    expect(signatureOf(one)).toBe(signatureOf(other));
  });

  it('covers the body', () => {
    const withBody = (body: string) => signatureOf(sign({ method: 'POST', url, body }, key, now));
    expect(withBody('{}')).not.toBe(withBody('{} '));
  });
});
