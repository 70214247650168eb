import { expect, it } from 'vitest';
import { MemoryRollingWindow, type Permit } from './rolling-window.ts';

function windowOf(limit: number, spanMs = 1_000) {
  let nowMs = 0;
  const window = new MemoryRollingWindow({ limit, spanMs }, () => nowMs);
  const underWay: Permit[] = [];
  return {
    /** 0 when the call is allowed, otherwise the wait. */
    take: async () => {
      const acquired = await window.acquire();
      if ('waitMs' in acquired) return acquired.waitMs;
      underWay.push(acquired.permit);
      return 0;
    },
    /** Answers the oldest open call. */
    answer: () => underWay.shift()?.release(),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

it('the window allows at most `limit` calls in any span', async () => {
  const { take, pass, answer } = windowOf(2);
  expect(await take()).toBe(0);
  answer();
  pass(900);
  expect(await take()).toBe(0);
  answer();
  expect(await take()).toBe(100);
  pass(100);
  expect(await take()).toBe(0);
  answer();
  expect(await take()).toBe(900);
});

it('a call counts from its end, because it may have arrived late', async () => {
  const { take, pass, answer } = windowOf(2);
  await take();
  await take();
  pass(5_000);
  expect(await take()).toBe(1_000);
  answer();
  pass(999);
  expect(await take()).toBe(1);
  pass(1);
  expect(await take()).toBe(0);
  expect(await take(), 'the second is still under way').toBe(1_000);
});

it('the wait is until the first call ends, in any order', async () => {
  const { take, pass, answer } = windowOf(3);
  for (let i = 0; i < 3; i++) await take();
  pass(10);
  answer();
  pass(10);
  answer();
  expect(await take()).toBe(990);
});
