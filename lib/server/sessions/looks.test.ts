import { expect, it } from 'vitest';
import { SessionWorld } from '../testing/session-world.ts';
import { Looks } from './looks.ts';

/** Looks that take some time, with the start and the end of each. */
function lookingFor(ms: number) {
  const { clock } = new SessionWorld();
  const began: number[] = [];
  let atOnce = 0;
  let most = 0;
  const look = async () => {
    began.push(clock.nowMs);
    atOnce += 1;
    most = Math.max(most, atOnce);
    if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
    atOnce -= 1;
  };
  const looks = new Looks(look, clock, () => 1_000);
  return { clock, looks, began, most: () => most };
}

it('looks start at once, and then one per second, for any number of callers', async () => {
  const { clock, looks, began } = lookingFor(0);
  looks.lookIn(0);
  expect(began).toEqual([0]);
  for (let i = 0; i < 40; i++) {
    looks.lookIn(0);
    looks.lookIn(3_000);
    await clock.advance(50);
  }
  await clock.advance(60_000);
  expect(began).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
});

it('looks start earlier while a request waits, at most four per second', async () => {
  const { clock, looks, began } = lookingFor(0);
  looks.lookIn(0);
  await clock.advance(100);
  for (let i = 0; i < 20; i++) {
    void looks.next();
    looks.lookIn(0);
    await clock.advance(50);
  }
  expect(began).toEqual([0, 250, 500, 750, 1_000]);
  await clock.advance(60_000);
  expect(began).toEqual([0, 250, 500, 750, 1_000, 1_250]);
});

it('only one look runs at a time, and callers during it get the next one', async () => {
  const { clock, looks, began, most } = lookingFor(8_000);
  looks.lookIn(0);
  await clock.advance(100);
  let isDone = false;
  void looks.next().then(() => (isDone = true));
  await clock.advance(8_000);
  expect([began, isDone]).toEqual([[0, 8_000], false]);
  await clock.advance(8_000);
  expect([isDone, most()]).toEqual([true, 1]);
  await clock.advance(60_000);
  expect(began).toHaveLength(2);
});

it('looks start when they are due, the earliest first', async () => {
  const { clock, looks, began } = lookingFor(0);
  for (const seconds of [30, 3, 10, 3]) looks.lookIn(seconds * 1_000);
  await clock.advance(60_000);
  expect(began).toEqual([3_000, 10_000, 30_000]);
});
