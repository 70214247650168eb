import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, expect, it, vi } from 'vitest';
import { MemoryRateLimiter } from './memory-rate-limiter';

afterEach(() => vi.restoreAllMocks());

it.each(['consume', 'reward'] as const)('sets no timer that would keep the request: %s', async (method) => {
  const request = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const { setTimeout } = globalThis;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((...parameters: Parameters<typeof setTimeout>) => {
    seen.push(request.getStore());
    return setTimeout(...parameters);
  }) as typeof setTimeout);
  const limiter = new MemoryRateLimiter({ points: 2, duration: 60 });
  await request.run('a request', () => limiter[method]('somebody'));
  expect(seen).toEqual([undefined]);
});

it('counts as the library does', async () => {
  const limiter = new MemoryRateLimiter({ points: 1, duration: 60 });
  await limiter.consume('somebody');
  await expect(limiter.consume('somebody')).rejects.toMatchObject({ remainingPoints: 0 });
  await limiter.consume('somebody else');
});
