import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashUserId } from '../log.ts';
import { hashAppUserId } from './app-user-hash.ts';
import { appUserId } from './app-user-id.ts';

/** Any text, and texts that are likely to collide: escapes, the prefix of a hash, the result for another ID. */
const anyId = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 140 }),
  fc.string({ unit: fc.constantFrom('%', '2', '5', ' ', 'a', '李', '-'), minLength: 1, maxLength: 8 }),
  fc.string({ minLength: 120, maxLength: 200 }),
  fc.string({ maxLength: 60 }).map((rest) => `sha256-${rest}`),
);

describe('appUserId', () => {
  it.each([
    ['ada.lovelace', 'ada.lovelace'],
    ["github:1~!@#$^&*()'/", "github:1~!@#$^&*()'/"],
    ['x'.repeat(128), 'x'.repeat(128)],
    ['李雷', '%E6%9D%8E%E9%9B%B7'],
    ['Ada Lovelace', 'Ada%20Lovelace'],
    ['%E6', '%25E6'],
    ['雷'.repeat(14), '%E9%9B%B7'.repeat(14)],
    ['雷'.repeat(15), 'sha256-'],
    ['sha256-1', 'sha256-'],
    ['x'.repeat(129), 'sha256-'],
  ])('turns %j into %j', (id, value) => {
    if (value.startsWith('sha256-')) expect(appUserId(id)).toMatch(/^sha256-[\da-f]{64}$/);
    else expect(appUserId(id)).toBe(value);
  });

  it('hashes the original ID’s UTF-8, not its encoded form', () => {
    // printf %s sha256-1 | sha256sum
    expect(appUserId('sha256-1')).toBe('sha256-471730abf869bffeb347043fdc50929625c157975db1999b8b3b0e2995612e7e');
  });

  it('always fits the header', () => {
    fc.assert(fc.property(anyId, (id) => /^[\x21-\x7e]{1,128}$/.test(appUserId(id))));
  });

  it('never gives two IDs one value', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => a === b || appUserId(a) !== appUserId(b)),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(anyId, (id) => appUserId(appUserId(id)) !== appUserId(id) || appUserId(id) === id));
  });

  it('has the same hash in the log as the user’s ID in the app', () => {
    // printf %s 李雷 | sha256sum
    expect(hashAppUserId(appUserId('李雷'))).toBe('3a47328a607f3e0a');
    fc.assert(fc.property(anyId, (id) => hashAppUserId(appUserId(id)) === hashUserId(id)));
  });

  it.each(['', '\ud800', 'a\udfff'])('refuses %j, which has no UTF-8 encoding', (id) => {
    expect(() => appUserId(id)).toThrow('invalid_user_id');
  });
});
