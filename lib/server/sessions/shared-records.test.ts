import { expect, it } from 'vitest';
import { SessionWorld } from '../testing/session-world.ts';

const LIFE = 60_000;

function twoInstances() {
  const world = new SessionWorld();
  return { world, redis: world.redis, clock: world.clock, one: world.sharedRecords(), two: world.sharedRecords() };
}

it('are read by every instance until they expire', async () => {
  const { one, two, clock } = twoInstances();
  await one.write('a', { x: 1 }, LIFE);
  expect(await two.read(['a', 'b'])).toEqual([{ x: 1 }, undefined]);
  await clock.advance(LIFE);
  expect(await two.readOne('a')).toBeUndefined();
  expect(await one.readOne('a')).toBeUndefined();
});

it('are kept in memory while Redis is away, and written once it is back', async () => {
  const { one, two, redis, clock, world } = twoInstances();
  await one.write('a', 'before', LIFE);
  redis.isAway = true;
  await one.write('a', 'during', LIFE);
  await one.write('b', 'during', LIFE);
  expect(await one.read(['a', 'b'])).toEqual(['during', 'during']);
  expect(world.events('redis_lost')).toEqual([expect.objectContaining({ reason: 'ECONNREFUSED' })]);
  redis.isAway = false;
  await clock.advance(5_000);
  expect(await one.readOne('c')).toBeUndefined();
  expect(await two.read(['a', 'b'])).toEqual(['during', 'during']);
  expect(world.events('redis_back')).toHaveLength(1);
});

it('of an instance that missed Redis do not replace a later one of another instance', async () => {
  const { one, two, redis, clock } = twoInstances();
  redis.isAway = true;
  await one.write('a', 'earlier', LIFE);
  redis.isAway = false;
  await clock.advance(5_000);
  await two.write('a', 'later', LIFE);
  expect(await one.readOne('a')).toBe('later');
  expect(await two.readOne('a')).toBe('later');
});

it('are known here after Redis lost them', async () => {
  const { one, redis } = twoInstances();
  await one.write('a', 1, LIFE);
  redis.flush();
  expect(await one.readOne('a')).toBe(1);
});

it('are claimed by one instance at a time, and by each while Redis is away', async () => {
  const { one, two, redis, clock } = twoInstances();
  expect([await one.claim('tick', 9_000), await two.claim('tick', 9_000)]).toEqual([true, false]);
  await clock.advance(9_000);
  expect(await two.claim('tick', 9_000)).toBe(true);
  redis.isAway = true;
  expect([await one.claim('tick', 9_000), await two.claim('tick', 9_000)]).toEqual([true, true]);
});

it('have the moment by every clock there is', async () => {
  const { one, redis, clock } = twoInstances();
  redis.clockOffsetMs = 5;
  expect(await one.now()).toMatchObject({ wall: clock.wallMs(), monotonic: 0, redis: 5 });
  redis.isAway = true;
  expect(await one.now()).toMatchObject({ wall: clock.wallMs(), monotonic: 0, redis: undefined });
});

it('are missing when Redis holds what is no record', async () => {
  const { one, redis } = twoInstances();
  await redis.run((on) => on.set('sessions:a', '{', 'PX', LIFE));
  expect(await one.readOne('a')).toBeUndefined();
});
