import { expect, it } from 'vitest';
import { SessionWorld } from '../testing/session-world.ts';

const LIFETIME_MS = 60_000;

function twoInstances() {
  const world = new SessionWorld();
  return { world, redis: world.redis, clock: world.clock, one: world.sharedRecords(), two: world.sharedRecords() };
}

it('every instance reads a shared record until it expires', async () => {
  const { one, two, clock } = twoInstances();
  await one.write('a', { x: 1 }, LIFETIME_MS);
  expect(await two.read(['a', 'b'])).toEqual([{ x: 1 }, undefined]);
  await clock.advance(LIFETIME_MS);
  expect(await two.readOne('a')).toBeUndefined();
  expect(await one.readOne('a')).toBeUndefined();
});

it('a record is kept in memory while Redis is unavailable, and written when it is back', async () => {
  const { one, two, redis, clock, world } = twoInstances();
  await one.write('a', 'before', LIFETIME_MS);
  redis.isAway = true;
  await one.write('a', 'during', LIFETIME_MS);
  await one.write('b', 'during', LIFETIME_MS);
  expect(await one.read(['a', 'b'])).toEqual(['during', 'during']);
  expect(world.events('redis_lost')).toEqual([expect.objectContaining({ reason: 'ECONNREFUSED' })]);
  redis.isAway = false;
  await clock.advance(5_000);
  expect(await one.readOne('c')).toBeUndefined();
  expect(await two.read(['a', 'b'])).toEqual(['during', 'during']);
  expect(world.events('redis_back')).toHaveLength(1);
});

it('a record from the time without Redis does not replace a later one of another instance', async () => {
  const { one, two, redis, clock } = twoInstances();
  redis.isAway = true;
  await one.write('a', 'earlier', LIFETIME_MS);
  redis.isAway = false;
  await clock.advance(5_000);
  await two.write('a', 'later', LIFETIME_MS);
  expect(await one.readOne('a')).toBe('later');
  expect(await two.readOne('a')).toBe('later');
});

it('a record stays in memory when Redis has lost it', async () => {
  const { one, redis } = twoInstances();
  await one.write('a', 1, LIFETIME_MS);
  redis.flush();
  expect(await one.readOne('a')).toBe(1);
});

it('one instance at a time gets a claim, and every instance while Redis is unavailable', async () => {
  const { one, two, redis, clock } = twoInstances();
  expect([await one.claim('tick', 9_000), await two.claim('tick', 9_000)]).toEqual([true, false]);
  await clock.advance(9_000);
  expect(await two.claim('tick', 9_000)).toBe(true);
  redis.isAway = true;
  expect([await one.claim('tick', 9_000), await two.claim('tick', 9_000)]).toEqual([true, true]);
});

it('the current moment has the time of every available clock', async () => {
  const { one, redis, clock } = twoInstances();
  redis.clockOffsetMs = 5;
  expect(await one.now()).toMatchObject({ wall: clock.wallMs(), monotonic: 0, redis: 5 });
  redis.isAway = true;
  expect(await one.now()).toMatchObject({ wall: clock.wallMs(), monotonic: 0, redis: undefined });
});

it('a malformed value in Redis is not a record', async () => {
  const { one, redis } = twoInstances();
  await redis.run((on) => on.set('sessions:a', '{', 'PX', LIFETIME_MS));
  expect(await one.readOne('a')).toBeUndefined();
});
