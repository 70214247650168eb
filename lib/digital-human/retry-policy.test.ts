import { describe, expect, it } from 'vitest';
import { ownFailure } from './failures.ts';
import { decideRetry } from './retry-policy.ts';
import { vendorFailure } from './sdk/error-codes.ts';

const least = () => 0;
const most = () => 0.999_999;

describe('a start is retried', () => {
  it.each(['MSS.47010046', 'ERR_NETWORK', 'ECONNABORTED', '-100', '503', 'MSS.47010037', 'MSS.00000002', '999000002'])(
    'after %s, with pauses of up to 1 s and then 3 s',
    (code) => {
      const failure = vendorFailure(code);
      expect(decideRetry(failure, 1, most)).toEqual({ again: true, delayMs: 1_000 });
      expect(decideRetry(failure, 2, most)).toEqual({ again: true, delayMs: 3_000 });
      expect(decideRetry(failure, 1, least)).toEqual({ again: true, delayMs: 500 });
    },
  );

  it.each(['MSS.20010135', '20010135', 'MSS.47010013', 'MSS.47010040', '20010139', 'MSS.47010004'])(
    'when busy (%s), with pauses of up to 5 s and then 10 s',
    (code) => {
      expect(decideRetry(vendorFailure(code), 1, most)).toEqual({ again: true, delayMs: 5_000 });
      expect(decideRetry(vendorFailure(code), 2, most)).toEqual({ again: true, delayMs: 10_000 });
    },
  );

  it.each(['ready_timeout', 'network', 'once_code_timeout', 'sdk_load_failed'] as const)('after %s', (code) => {
    expect(decideRetry(ownFailure(code), 1, most)).toEqual({ again: true, delayMs: 1_000 });
  });

  it('at once when the code had expired before it was used', () => {
    expect(decideRetry(ownFailure('once_code_expired'), 1, most)).toEqual({ again: true, delayMs: 0 });
  });
});

describe('a start is not retried', () => {
  it('after the third attempt, for any failure', () => {
    for (const code of ['MSS.47010046', 'MSS.20010135', 'ERR_NETWORK']) {
      expect(decideRetry(vendorFailure(code), 3, least)).toEqual({ again: false });
    }
    expect(decideRetry(ownFailure('once_code_expired'), 3, least)).toEqual({ again: false });
  });

  it.each([
    ['MSS.47010047', 'locked'],
    ['20010075', 'quota'],
    ['MSS.47010120', 'quota'],
    ['MSS.47010035', 'permission'],
    ['MSS.47010011', 'permission'],
    ['MSS.47010034', 'configuration'],
    ['999300002', 'configuration'],
    ['404', 'configuration'],
    ['90100025', 'browser'],
    ['999100003', 'kicked'],
    ['MSS.99999999', 'unknown'],
    [undefined, 'unknown'],
    [{ a: 1 }, 'unknown'],
  ])('after %s', (code, kind) => {
    const failure = vendorFailure(code);
    expect(failure.kind).toBe(kind);
    expect(decideRetry(failure, 1, least)).toEqual({ again: false });
  });

  it.each([
    'browser_unsupported',
    'insecure_context',
    'sdk_invalid',
    'sdk_too_old',
    'sdk_stuck',
    'unexpected_answer',
  ] as const)('at once after %s', (code) => expect(decideRetry(ownFailure(code), 1, least)).toEqual({ again: false }));
});

it('the failure of an unknown code has that code', () => {
  expect(vendorFailure('MSS.99999999').code).toBe('MSS.99999999');
  expect(vendorFailure(123).code).toBe('123');
  expect(vendorFailure(undefined).code).toBe('unknown');
});
