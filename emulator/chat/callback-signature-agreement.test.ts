import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallbackRefusal } from '../../lib/server/metastudio/callback-refusal';
import {
  callbackSecret,
  readSignedQuery,
  SIGNATURE_WINDOW_MS,
  verifySignature,
} from '../../lib/server/metastudio/callback-signature';
import { signedCallbackUrl } from './callback-signature';

const published = {
  key: 'huawei_metaStudio',
  url: 'https://metastudio-llm/digital-human/chat',
  ms: 1744612873350,
  secret: 'a02fc32111795dc6f760e6bd15bb0cbc9a35921dc5dc86e57eea56ae644d793e',
  timestamp: '1963307d486',
};

const refusalOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof CallbackRefusal) return error.code;
    throw error;
  }
  return undefined;
};

const queryOf = (address: string) => new URL(address).searchParams;

describe('the signature of the callback', () => {
  it('equals the example that MetaStudio publishes', () => {
    const { key, url, ms, secret, timestamp } = published;
    expect(callbackSecret(url, ms, key)).toBe(secret);
    const query = readSignedQuery(new URLSearchParams({ secret, time_stamp: timestamp }));
    expect(query).toEqual({ secret, timestampMs: ms });
    expect(() => verifySignature({ query, url, keys: [key], nowMs: ms })).not.toThrow();
  });

  const inputs = fc.record({
    url: fc.webUrl({ validSchemes: ['https'] }),
    key: fc.string({ minLength: 1, unit: 'grapheme' }),
    nowMs: fc.integer({ min: 1_600_000_000_000, max: 4_000_000_000_000 }),
  });

  it('agrees with an independent signer', () => {
    fc.assert(
      fc.property(inputs, ({ url, key, nowMs }) => {
        const query = readSignedQuery(queryOf(signedCallbackUrl(url, nowMs, key)));
        verifySignature({ query, url, keys: [key], nowMs });
        verifySignature({ query, url, keys: ['another', key], nowMs });
      }),
    );
  });

  it('refuses another key, another URL and another time', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 1_000 }), ({ url, key, nowMs }, shift) => {
        const query = readSignedQuery(queryOf(signedCallbackUrl(url, nowMs, key)));
        const check = { query, url, keys: [key], nowMs };
        expect(refusalOf(() => verifySignature({ ...check, keys: [`${key}x`] }))).toBe('bad_signature');
        expect(refusalOf(() => verifySignature({ ...check, keys: [] }))).toBe('bad_signature');
        expect(refusalOf(() => verifySignature({ ...check, url: `${url}/` }))).toBe('bad_signature');
        const moved = { ...query, timestampMs: query.timestampMs + shift };
        expect(refusalOf(() => verifySignature({ ...check, query: moved }))).toBe('bad_signature');
      }),
    );
  });

  it.each([
    [SIGNATURE_WINDOW_MS, undefined],
    [-SIGNATURE_WINDOW_MS, undefined],
    [SIGNATURE_WINDOW_MS + 1, 'bad_time'],
    [-SIGNATURE_WINDOW_MS - 1, 'bad_time'],
  ])('with a clock %d ms away gives %s', (awayMs, code) => {
    const { key, url, ms, secret } = published;
    const check = { query: { secret, timestampMs: ms }, url, keys: [key], nowMs: ms + awayMs };
    expect(refusalOf(() => verifySignature(check))).toBe(code);
  });

  it.each([
    '',
    `secret=${published.secret}`,
    `time_stamp=${published.timestamp}`,
    `secret=&time_stamp=${published.timestamp}`,
    `secret=${published.secret}&time_stamp=`,
    `secret=${published.secret}&secret=${published.secret}&time_stamp=${published.timestamp}`,
    `secret=${published.secret}&time_stamp=${published.timestamp}&time_stamp=1`,
    `secret=${published.secret.toUpperCase()}&time_stamp=${published.timestamp}`,
    `secret=${published.secret.slice(1)}&time_stamp=${published.timestamp}`,
    `secret=${published.secret}0&time_stamp=${published.timestamp}`,
    `secret=${published.secret}&time_stamp=${published.timestamp.toUpperCase()}`,
    `secret=${published.secret}&time_stamp=0x${published.timestamp}`,
    `secret=${published.secret}&time_stamp=0${published.timestamp}`,
    `secret=${published.secret}&time_stamp=%20${published.timestamp}`,
    `secret=${published.secret}&time_stamp=-1`,
    `secret=${published.secret}&time_stamp=ffffffffffffffff`,
  ])('refuses the query “%s”', (query) => {
    expect(refusalOf(() => readSignedQuery(new URLSearchParams(query)))).toBe('bad_query');
  });

  it('repeats no value in its refusals', () => {
    const { key, url, ms, secret } = published;
    const check = { query: { secret, timestampMs: ms }, url: `${url}?`, keys: [key], nowMs: ms };
    expect(() => verifySignature(check)).toThrow(/^(?!.*a02fc).*$/);
  });
});
