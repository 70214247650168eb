import { expect, test } from 'vitest';
import { failureKinds, ownFailure } from '../digital-human/failures.ts';
import { knownVendorCodes, vendorFailure } from '../digital-human/sdk/error-codes.ts';
import en from './en.json';
import { failureEntry } from './failure-messages.ts';
import { whoCanFix } from './who-can-fix.ts';
import zhCN from './zh-CN.json';

test('every known vendor code has a fitting message, with and without its prefix', () => {
  for (const code of knownVendorCodes) {
    const entry = failureEntry(vendorFailure(code));
    expect(entry, code).not.toBe('unknown');
    expect(failureEntry(vendorFailure(`MSS.${code}`)), code).toBe(entry);
  }
});

test.each([
  ['MSS.47010046', 'refused'],
  ['MSS.47010047', 'locked'],
  ['MSS.20010135', 'busy'],
  ['20010056', 'quota'],
  ['MSS.47010034', 'robot'],
  ['MSS.47010009', 'permission'],
  ['999100003', 'kicked'],
  ['999100004', 'microphone'],
  ['90100033', 'browser'],
  ['MSS.47010145', 'question_too_long'],
  ['ERR_NETWORK', 'network'],
])('%s reads as %s', (code, entry) => {
  expect(failureEntry(vendorFailure(code))).toBe(entry);
});

test('our own codes have their own message when the remedy differs', () => {
  expect(failureEntry(ownFailure('sdk_stuck'))).toBe('sdk_stuck');
  expect(failureEntry(ownFailure('sdk_too_old'))).toBe('sdk_too_old');
  expect(failureEntry(ownFailure('sdk_load_failed'))).toBe('sdk');
  expect(failureEntry(ownFailure('insecure_context'))).toBe('insecure_context');
});

test('an unknown code has the message that shows the code', () => {
  expect(failureEntry(vendorFailure('MSS.99999999'))).toBe('unknown');
  expect(failureEntry(vendorFailure('constructor'))).toBe('unknown');
  expect(en.failure.entry.unknown.happened).toContain('{code}');
});

test('the message of an unknown code names no cause: it is also that of our own bugs, and of a notice while live', () => {
  expect(failureEntry(ownFailure('unexpected_error'))).toBe('unknown');
  expect(en.failure.entry.unknown.happened).not.toMatch(/cloud|conversation/i);
  expect(zhCN.failure.entry.unknown.happened).not.toMatch(/云端|对话/);
});

test('the limit of conversations is not blamed on the user, because it may be the limit of all users', () => {
  expect(en.failure.entry.rate_limited.happened).not.toMatch(/\byou\b/i);
  expect(zhCN.failure.entry.rate_limited.happened).not.toMatch(/你|短时间/);
});

test('every entry names who can fix it', () => {
  expect(Object.keys(whoCanFix).sort()).toEqual(Object.keys(en.failure.entry).sort());
});

test('every kind of failure has a message with its name', () => {
  expect(Object.keys(en.failure.entry)).toEqual(expect.arrayContaining([...failureKinds]));
});
