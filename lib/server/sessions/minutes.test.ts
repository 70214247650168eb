import { describe, expect, it } from 'vitest';
import { count as countBetween, dayLeftMs, type Ledger, leftMs, SHORTEST_MS, type Sight, usedMs } from './minutes.ts';
import type { Moment } from './session-clock.ts';

const at = (seconds: number, more: Partial<Moment> = {}): Moment => ({
  wall: 1_000_000_000 + seconds * 1000,
  process: 'one',
  monotonic: seconds * 1000,
  ...more,
});
const count = (before: Ledger | undefined, sights: readonly Sight[], now: Moment) =>
  countBetween(before, sights, { began: now, ended: now });
const sight = { key: 'h', jobId: 'j', isRunning: true, initialMs: 0 };
const seen = (...moments: Moment[]) =>
  moments.reduce<Ledger | undefined>((ledger, now) => count(ledger, [sight], now).ledger, undefined) as Ledger;

describe('the minutes of a user', () => {
  it('are the time between the first and the last sight of a running job', () => {
    expect(usedMs(seen(at(0)))).toBe(0);
    expect(usedMs(seen(at(0), at(10), at(20)))).toBe(20_000);
  });

  it('do not include the wait for a slot, nor the time between two jobs of a session', () => {
    const waiting = { ...sight, isRunning: false };
    let { ledger } = count(undefined, [waiting], at(0));
    for (const second of [10, 20]) ({ ledger } = count(ledger, [waiting], at(second)));
    ({ ledger } = count(ledger, [sight], at(30)));
    expect(usedMs(ledger)).toBe(0);
    ({ ledger } = count(ledger, [sight], at(40)));
    ({ ledger } = count(ledger, [{ ...sight, jobId: 'next' }], at(100)));
    expect(usedMs(ledger)).toBe(10_000);
    ({ ledger } = count(ledger, [{ ...sight, jobId: 'next' }], at(110)));
    expect(usedMs(ledger)).toBe(20_000);
  });

  it('include the time without a look, in which the job ran', () => {
    expect(usedMs(seen(at(0), at(95)))).toBe(95_000);
  });

  it('are never more than the real ones when the cloud answers slowly', () => {
    const first = countBetween(undefined, [sight], { began: at(0), ended: at(8) }).ledger;
    const second = countBetween(first, [sight], { began: at(10), ended: at(18) }).ledger;
    expect(usedMs(second)).toBe(2_000);
    // After that, slow answers lose no time.
    expect(usedMs(countBetween(second, [sight], { began: at(20), ended: at(28) }).ledger)).toBe(12_000);
  });

  it('count once when the look of one instance overlaps that of another, whichever ends first', () => {
    const two = (seconds: number) => at(seconds, { process: 'two', monotonic: seconds });
    const first = countBetween(undefined, [sight], { began: at(0), ended: at(1) }).ledger;
    const later = countBetween(first, [sight], { began: two(12), ended: two(13) }).ledger;
    const earlier = countBetween(later, [sight], { began: at(10), ended: at(14) }).ledger;
    expect(usedMs(countBetween(earlier, [sight], { began: at(20), ended: at(21) }).ledger)).toBe(19_000);
    // A clock that was set back does not stop the count.
    const setBack = countBetween(later, [sight], { began: at(-3_600), ended: at(-3_599) }).ledger;
    expect(usedMs(countBetween(setBack, [sight], { began: at(-3_590), ended: at(-3_589) }).ledger)).toBe(21_000);
  });

  it('count once when two jobs have the same handle', () => {
    const both = [sight, { ...sight, jobId: 'twin' }];
    const twice = count(count(undefined, both, at(0)).ledger, [...both].reverse(), at(10)).ledger;
    expect(usedMs(twice)).toBe(10_000);
  });

  it('add up over sessions, including those that ended long ago', () => {
    const one = seen(at(0), at(50));
    const two = count(count(one, [{ ...sight, key: 'k', jobId: 'l' }], at(4_000)).ledger, [], at(4_000)).ledger;
    const { ledger } = count(two, [{ ...sight, key: 'k', jobId: 'l' }], at(4_010));
    expect(Object.keys(ledger.sessions)).toEqual(['k']);
    expect(usedMs(ledger)).toBe(60_000);
  });

  it.each([-3_600, 86_400])('do not change when the wall clock is set by %d s', (by) => {
    const jumped = (seconds: number) => at(seconds, { wall: at(seconds + by).wall });
    expect(usedMs(seen(at(0), at(10), jumped(20), jumped(30)))).toBe(30_000);
    expect(dayLeftMs(seen(at(0)), jumped(30))).toBe(86_370_000);
  });

  it.each([-3_600, 3_600])(
    'go on from the clocks that are left when another process looks and one is %d s off',
    (by) => {
      const first = at(0, { redis: 5_000 });
      const other = { process: 'two', monotonic: 7, redis: 15_000 };
      expect(usedMs(seen(first, at(10, other)))).toBe(10_000);
      const used = usedMs(seen(first, at(10 + by, other)));
      // Never more than the real time, and at most one look less.
      expect(used).toBe(by > 0 ? 10_000 : 0);
    },
  );

  it('begin at 0 a day after the first of them, and a running session keeps its length', () => {
    const ledger = seen(at(0), at(60));
    expect(dayLeftMs(ledger, at(60))).toBe(86_340_000);
    const halfHours = Array.from({ length: 49 }, (_, index) => at(index * 1_800));
    const next = seen(...halfHours, at(86_410));
    expect(usedMs(next)).toBe(10_000);
    expect(next.sessions.h?.totalMs).toBe(86_410_000);
  });
});

describe('the time left', () => {
  it('is the smaller one of the day and of the longest session with its grace period', () => {
    const ledger = seen(at(0), at(40));
    expect(leftMs(ledger, 'h', { minutesMs: 60_000, longestSessionMs: 0 })).toBe(20_000);
    expect(leftMs(ledger, 'h', { minutesMs: 0, longestSessionMs: 30_000 })).toBe(5_000);
    expect(leftMs(ledger, 'h', { minutesMs: 0, longestSessionMs: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  it('is at least the shortest conversation', () => {
    const ledger = seen(at(0), at(60));
    expect(leftMs(ledger, 'h', { minutesMs: 60_000, longestSessionMs: 0 })).toBe(0);
    expect(leftMs(ledger, 'new', { minutesMs: 60_000, longestSessionMs: 0 })).toBe(SHORTEST_MS);
  });
});
