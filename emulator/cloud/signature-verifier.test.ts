import { describe, expect, it } from 'vitest';
import { type SignedRequest, verifySignature } from './signature-verifier';

const NOW_MS = Date.UTC(2026, 7, 23, 1, 2, 3);
const secretKeyOf = (accessKey: string) => (accessKey === 'access-key-unit' ? 'secret-key-unit' : undefined);

const four = {
  host: 'metastudio.cn-north-4.myhuaweicloud.com',
  'x-app-userid': 'gov_user',
  'x-project-id': 'project01',
  'x-sdk-date': '20260823T010203Z',
};

function signed(headers: Record<string, string>, signature: string, extra: Partial<SignedRequest> = {}): SignedRequest {
  const list = Object.keys(headers).sort().join(';');
  return {
    method: 'POST',
    target: '/v1/project01/digital-human-chat/once-code',
    body: '',
    ...extra,
    headers: {
      ...headers,
      Authorization: `SDK-HMAC-SHA256 Access=access-key-unit, SignedHeaders=${list}, Signature=${signature}`,
      ...extra.headers,
    },
  };
}

const verify = (request: SignedRequest, nowMs = NOW_MS) => verifySignature(request, secretKeyOf, nowMs);
const PLAIN = '0db79c87f1e7b0db65b5878a03f266906b5058c37a68418d9f9675d9726cf314';

describe('the signature verifier', () => {
  it.each([
    ['the four headers', four, PLAIN],
    [
      'with content-type',
      { 'content-type': 'application/json', ...four },
      '0d246005a0f119b70aec3a7e73e915e955c6b102505fb0cd69d0e7767e2fbe3d',
    ],
    [
      'with a temporary key',
      { ...four, 'x-security-token': 'token-unit' },
      'e4ba3c8f8e4dcd67e5e9032a5433f7fd30f69ccbb4bada81e978678a605a6020',
    ],
    [
      'host and date alone',
      { host: four.host, 'x-sdk-date': four['x-sdk-date'] },
      'df065faec7ac41b40063a3fa9284ad8fe8b20f4ad72cc088473efc6f6e98b3a3',
    ],
  ])('accepts the vector: %s', (_, headers, signature) => {
    expect(verify(signed(headers, signature))).toBeUndefined();
  });

  it('accepts header names in any case and values with surrounding blanks', () => {
    const { 'x-app-userid': user, ...rest } = signed(four, PLAIN).headers;
    expect(verify({ ...signed(four, PLAIN), headers: { ...rest, 'X-App-UserId': `  ${user} ` } })).toBeUndefined();
  });

  const fails: [string, SignedRequest][] = [
    ['another user', signed({ ...four, 'x-app-userid': 'other' }, PLAIN)],
    ['another path', signed(four, PLAIN, { target: '/v1/project02/digital-human-chat/once-code' })],
    ['an added query', signed(four, PLAIN, { target: '/v1/project01/digital-human-chat/once-code?a=1' })],
    ['another method', signed(four, PLAIN, { method: 'PUT' })],
    ['an added body', signed(four, PLAIN, { body: '{}' })],
    ['a wrong signature', signed(four, 'f'.repeat(64))],
    ['a stray % in the path', signed(four, PLAIN, { target: '/v1/%zz' })],
    ['no Authorization', { ...signed(four, PLAIN), headers: four }],
    ['a security token that is not signed', signed(four, PLAIN, { headers: { 'x-security-token': 'put-there' } })],
  ];
  it.each(fails)('refuses %s', (_, request) => {
    expect(verify(request)).toBe('verify aksk signature fail');
  });

  it('refuses an unknown access key and a list without the host', () => {
    const authorization = (key: string, list: string) => ({
      Authorization: `SDK-HMAC-SHA256 Access=${key}, SignedHeaders=${list}, Signature=${PLAIN}`,
    });
    const all = 'host;x-app-userid;x-project-id;x-sdk-date';
    expect(verify({ ...signed(four, PLAIN), headers: { ...four, ...authorization('access-key-unit', all) } })).toBe(
      undefined,
    );
    for (const [key, list] of [
      ['another-key', all],
      ['constructor', all],
      ['access-key-unit', 'x-app-userid;x-project-id;x-sdk-date'],
      ['access-key-unit', 'x-sdk-date;host;x-app-userid;x-project-id'],
    ] as const) {
      const headers = { ...four, ...authorization(key, list) };
      expect(verify({ ...signed(four, PLAIN), headers })).toBe('verify aksk signature fail');
    }
  });

  it('enforces the window of 15 minutes on both sides', () => {
    const window = 15 * 60_000;
    for (const sign of [1, -1]) {
      expect(verify(signed(four, PLAIN), NOW_MS + sign * window)).toBeUndefined();
      expect(verify(signed(four, PLAIN), NOW_MS + sign * (window + 1000))).toBe('signature expired');
    }
    expect(verify(signed({ ...four, 'x-sdk-date': '2026-08-23T01:02:03Z' }, PLAIN))).toBe('signature expired');
  });
});
