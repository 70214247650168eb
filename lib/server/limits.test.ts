import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../api/errors.ts';
import { type LimitSettings, MemoryRateLimiter, OnceCodeLimits } from './limits.ts';
import { createLogger } from './log.ts';
import { RedisLink } from './redis.ts';
import { RedisCounters } from './redis-limits.ts';
import { FakeRedis } from './testing/fake-redis.ts';

const off: LimitSettings = { perUserPerMinute: 0, perUserPerDay: 0, perSecond: 0, redisUrl: undefined };
const lines: string[] = [];
const logger = createLogger({ write: (line) => lines.push(line) });
const limitsOf = (settings: Partial<LimitSettings>) =>
  new OnceCodeLimits({ ...off, ...settings }, undefined, () => Date.now());

/** Undefined when the call is allowed (and answered at once), otherwise the seconds to wait. */
const take = (limits: OnceCodeLimits, user = 'ada') =>
  limits
    .run(user, async () => undefined)
    .catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error;
      return error.details.retryAfterSeconds;
    });
const takeTimes = async (limits: OnceCodeLimits, times: number, user = 'ada') => {
  const waits = [];
  for (let i = 0; i < times; i++) waits.push(await take(limits, user));
  return waits;
};

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('OnceCodeLimits', () => {
  it('limits each user per minute, and says how long to wait', async () => {
    const limits = limitsOf({ perUserPerMinute: 2 });
    expect(await takeTimes(limits, 3)).toEqual([undefined, undefined, 60]);
    expect(await take(limits, 'bob')).toBeUndefined();
    vi.advanceTimersByTime(58_500);
    expect(await take(limits)).toBe(2);
    vi.advanceTimersByTime(1_500);
    expect(await take(limits)).toBeUndefined();
  });

  it('limits each user per day', async () => {
    const limits = limitsOf({ perUserPerDay: 1 });
    expect(await takeTimes(limits, 2)).toEqual([undefined, 86_400]);
  });

  it('limits all users together in any span of a second', async () => {
    const limits = limitsOf({ perSecond: 2 });
    expect(await take(limits, 'a')).toBeUndefined();
    vi.advanceTimersByTime(900);
    expect(await take(limits, 'b')).toBeUndefined();
    vi.advanceTimersByTime(100);
    expect(await take(limits, 'c')).toBeUndefined();
    expect(await take(limits, 'd')).toBe(1);
    vi.advanceTimersByTime(900);
    expect(await take(limits, 'd')).toBeUndefined();
  });

  it('counts a call while it is in progress, also one that fails', async () => {
    const limits = limitsOf({ perSecond: 1 });
    let fail = (_: Error) => {};
    const slow = limits.run('a', () => new Promise<void>((_, reject) => (fail = reject)));
    vi.advanceTimersByTime(8_000);
    expect(await take(limits, 'b')).toBe(1);
    fail(new Error('no answer'));
    await expect(slow).rejects.toThrow('no answer');
    expect(await take(limits, 'b')).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(await take(limits, 'b')).toBeUndefined();
  });

  it('turns a limit off with 0', async () => {
    expect(new Set(await takeTimes(limitsOf({}), 100))).toEqual(new Set([undefined]));
  });

  it('takes back a count when a later limit refuses', async () => {
    const limits = limitsOf({ perUserPerMinute: 2, perUserPerDay: 100, perSecond: 1 });
    expect(await takeTimes(limits, 5)).toEqual([undefined, 1, 1, 1, 1]);
    vi.advanceTimersByTime(1_000);
    expect(await take(limits)).toBeUndefined();
    vi.advanceTimersByTime(1_000);
    expect(await take(limits), 'the minute, at last').toBe(58);
  });

  it('does not let one user use up the tenant’s limit', async () => {
    const limits = limitsOf({ perUserPerMinute: 1, perSecond: 2 });
    await takeTimes(limits, 10);
    expect(await take(limits, 'bob')).toBeUndefined();
  });
});

describe('with Redis', () => {
  let fake: FakeRedis;
  let link: RedisLink;
  beforeEach(async () => {
    vi.useRealTimers();
    fake = new FakeRedis();
    link = new RedisLink(await fake.start());
    nowMs = 0;
  });
  afterEach(() => {
    link.close();
    fake.stop();
  });
  let nowMs = 0;
  const limitsWith = (given: Partial<LimitSettings>) => {
    const settings = { ...off, ...given };
    return new OnceCodeLimits(settings, new RedisCounters(settings, link, logger, () => nowMs), () => nowMs);
  };

  it.each([
    ['a write is refused', '-READONLY You cannot write'],
    ['nothing is said', undefined],
    ['the answer is of another kind', '+what'],
  ])('counts in memory while %s, logs it once, and tries a new connection after a while', async (_, answer) => {
    fake.answer = () => answer;
    const limits = limitsWith({ perSecond: 1 });
    expect(await takeTimes(limits, 3)).toEqual([undefined, 1, 1]);
    const lost = lines.filter((line) => line.includes('redis_lost'));
    expect(lost).toHaveLength(1);
    expect(lost[0]).toContain('"setting":"REDIS_URL"');

    const before = fake.connections;
    fake.answer = () => ':0';
    expect(await take(limits, 'too early to look again')).toBe(1);
    nowMs += 5_000;
    expect(await take(limits)).toBeUndefined();
    expect(fake.connections).toBe(before + 1);
    expect(lines.filter((line) => line.includes('redis_back'))).toHaveLength(1);
  });

  it('counts users in memory, too, while their counters cannot be written', async () => {
    fake.answer = () => "-OOM command not allowed when used memory > 'maxmemory'.";
    expect(await takeTimes(limitsWith({ perUserPerMinute: 2 }), 3)).toEqual([undefined, undefined, 60]);
  });

  it('refuses what Redis refuses', async () => {
    fake.answer = () => ':1100000';
    expect(await take(limitsWith({ perSecond: 1 }))).toBe(2);
    expect(lines).toEqual([]);
  });
});

describe('onceCodeLimits', () => {
  const settings = { ...off, redisUrl: 'redis://redis.example' };
  const start = async () => {
    vi.resetModules();
    const { log } = await import('./log.ts');
    const error = vi.spyOn(log, 'error').mockImplementation(() => {});
    return { error, ...(await import('./limits.ts')) };
  };

  it('logs once that REDIS_URL is set and the limits are not shared', async () => {
    const { onceCodeLimits, error } = await start();
    expect(onceCodeLimits(settings)).toBe(onceCodeLimits(settings));
    expect(error).toHaveBeenCalledExactlyOnceWith(
      { event: 'limits_not_shared', setting: 'REDIS_URL' },
      expect.stringContaining('shareLimits()'),
    );
  });

  it('uses the shared counters that were provided at the start', async () => {
    const { onceCodeLimits, provideSharedCounters, error } = await start();
    const count = vi.fn(async () => ({ waitMs: 1_500, reason: 'more than the tenant’s limit in a second' }));
    provideSharedCounters({ count });
    const call = vi.fn();
    await expect(onceCodeLimits(settings).run('ada', call)).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterSeconds: 2 },
    });
    expect([call, error].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  });
});

describe('MemoryRateLimiter', () => {
  afterEach(() => void vi.restoreAllMocks());

  it.each(['consume', 'reward'] as const)('sets no timer that keeps the request in memory: %s', async (method) => {
    const request = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { setTimeout } = globalThis;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((...parameters: Parameters<typeof setTimeout>) => {
      seen.push(request.getStore());
      return setTimeout(...parameters);
    }) as typeof setTimeout);
    const limiter = new MemoryRateLimiter({ points: 2, duration: 60 });
    await request.run('a request', () => limiter[method]('a-user'));
    expect(seen).toEqual([undefined]);
  });

  it('counts like the library', async () => {
    const limiter = new MemoryRateLimiter({ points: 1, duration: 60 });
    await limiter.consume('a-user');
    await expect(limiter.consume('a-user')).rejects.toMatchObject({ remainingPoints: 0 });
    await limiter.consume('another-user');
  });
});
