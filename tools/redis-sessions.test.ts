import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../lib/server/log';
import { RedisLink } from '../lib/server/redis';
import { systemClock } from '../lib/server/sessions/session-clock';
import { SharedRecords } from '../lib/server/sessions/shared-records';
import { anyFreePort } from '../scripts/free-port';
import { hasRedisServer, RedisServer } from './redis-server';

describe.skipIf(!hasRedisServer())('records of sessions in a real Redis', () => {
  let redis: RedisServer;
  let links: RedisLink[];
  const lines: { event: string }[] = [];
  const logger = createLogger({ write: (line) => lines.push(JSON.parse(line)) });

  beforeEach(async () => {
    redis = new RedisServer(await anyFreePort());
    await redis.start();
    links = [new RedisLink(redis.url), new RedisLink(redis.url)];
    lines.length = 0;
  });
  afterEach(async () => {
    for (const link of links) link.close();
    await redis.stop();
  });

  let skippedMs = 0;
  const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + skippedMs };
  const instances = () => links.map((link) => new SharedRecords(link, clock, logger)) as Pair;
  type Pair = [SharedRecords, SharedRecords];

  it('are shared, claimed once, and dated by Redis', async () => {
    const [one, two] = instances();
    await one.write('a', { reason: 'moved' }, 60_000);
    expect(await two.read(['a', 'missing'])).toEqual([{ reason: 'moved' }, undefined]);
    expect([await one.claim('tick', 60_000), await two.claim('tick', 60_000)]).toEqual([true, false]);
    const { wall, redis: byRedis = 0 } = await one.now();
    expect(Math.abs(byRedis - wall)).toBeLessThan(1_000);
  });

  it('stay in memory when Redis is killed, and the log reports that once', async () => {
    const [one, two] = instances();
    await one.write('a', 1, 60_000);
    await redis.stop();
    await one.write('b', 2, 60_000);
    expect(await one.read(['a', 'b'])).toEqual([1, 2]);
    expect(await two.readOne('a')).toBeUndefined();
    expect(await one.claim('tick', 60_000)).toBe(true);
    expect(lines.filter(({ event }) => event === 'redis_lost')).toHaveLength(1);
  });

  it('of an instance that lost Redis are written again, and replace no later one', async () => {
    const [one, two] = instances();
    await redis.stop();
    await one.write('a', 'earlier', 60_000);
    await one.write('b', 'earlier', 60_000);
    await redis.start();
    skippedMs += 10_000;
    await expect.poll(() => two.write('a', 'later', 60_000).then(() => two.readOne('a'))).toBe('later');
    await expect.poll(() => one.readOne('a').then(() => two.readOne('b'))).toBe('earlier');
    expect(await one.readOne('a')).toBe('later');
    expect(await two.readOne('a')).toBe('later');
  });
});
