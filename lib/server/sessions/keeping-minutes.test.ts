import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { SessionWorld, type WorldJob } from '../testing/session-world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const limits = { minutesMs: 3 * MINUTE, longestSessionMs: 0 };

/** The time from the start of the job until it was stopped, in seconds. */
async function secondsUntilStopped(world: SessionWorld, job: WorldJob, atMost = 3_600): Promise<number> {
  const fromMs = job.startedAtMs;
  while (job.isRunning && world.clock.nowMs - fromMs < atMost * SECOND) await world.clock.advance(SECOND);
  return (world.clock.nowMs - fromMs) / SECOND;
}

async function adaTalks(more: Partial<Parameters<SessionWorld['process']>[0]> = {}) {
  const world = new SessionWorld();
  const first = world.process({ limits, ...more });
  const { keeper } = first;
  await keeper.start();
  await world.clock.advance(7 * SECOND);
  const handle = world.issue(keeper, 'ada');
  await world.clock.advance(4 * SECOND);
  return { world, ...first, handle, job: world.cloud.start('room-1', handle) };
}

describe('minutes of a day', () => {
  it('are enforced to within one look, and the user gets the time until there are more', async () => {
    const { world, keeper, handle, job } = await adaTalks();
    expect(await keeper.allowance('ada')).toEqual({ longestSessionMs: 180_000 });
    const seconds = await secondsUntilStopped(world, job);
    expect(seconds).toBeGreaterThanOrEqual(180);
    expect(seconds).toBeLessThanOrEqual(192);
    expect(await keeper.state('ada', handle)).toEqual({ running: false, ended: 'minutes' });
    const { retryAfterSeconds = 0 } = await keeper.allowance('ada');
    expect(retryAfterSeconds).toBeGreaterThan(DAY / SECOND - 200);
    expect(await keeper.allowance('bob')).toEqual({ longestSessionMs: 180_000 });
    await world.clock.advance(retryAfterSeconds * SECOND);
    expect(await keeper.allowance('ada')).toEqual({ longestSessionMs: 180_000 });
  });

  it('are the sum over conversations, rooms and devices', async () => {
    const { world, keeper, job } = await adaTalks();
    await world.clock.advance(MINUTE);
    job.isRunning = false;
    const { longestSessionMs = 0 } = await keeper.allowance('ada');
    expect(longestSessionMs).toBeGreaterThanOrEqual(120_000);
    expect(longestSessionMs).toBeLessThanOrEqual(140_000);
    const both = ['room-1', 'room-2'].map((room) => world.cloud.start(room, world.issue(keeper, 'ada')));
    const seconds = await Promise.all([secondsUntilStopped(world, both[0] as WorldJob, 100)]);
    expect(seconds[0]).toBeLessThanOrEqual(85);
    expect(both.map(({ isRunning }) => isRunning)).toEqual([false, false]);
  });

  it.each([-3_600, 3_600, 90_000])('do not change when this server’s clock is set by %d s', async (by) => {
    const { world, job } = await adaTalks();
    await world.clock.advance(MINUTE);
    world.clock.wallOffsetMs += by * SECOND;
    const seconds = await secondsUntilStopped(world, job);
    expect(seconds).toBeGreaterThanOrEqual(180);
    expect(seconds).toBeLessThanOrEqual(192);
  });

  it('do not start earlier when the clock is set back before a session and forward during it', async () => {
    const world = new SessionWorld();
    const { keeper } = world.process({ limits });
    await keeper.start();
    world.clock.wallOffsetMs -= 3_600 * SECOND;
    const job = world.cloud.start('room-1', world.issue(keeper, 'ada'));
    world.clock.wallOffsetMs += 3_600 * SECOND;
    expect(await secondsUntilStopped(world, job)).toBeGreaterThanOrEqual(180);
  });

  it('survive a restart of the server with shared records', async () => {
    const { world, job, kill } = await adaTalks();
    await world.clock.advance(100 * SECOND);
    kill();
    await world.clock.advance(20 * SECOND);
    const next = world.process({ limits });
    await next.keeper.start();
    const seconds = await secondsUntilStopped(world, job);
    expect(seconds).toBeGreaterThanOrEqual(180);
    expect(seconds).toBeLessThanOrEqual(192);
  });

  it.each([-7_200, 7_200])('survive a restart while a clock is %d s off', async (by) => {
    for (const which of ['server', 'redis']) {
      const { world, job, kill } = await adaTalks();
      await world.clock.advance(100 * SECOND);
      kill();
      if (which === 'redis') world.redis.clockOffsetMs += by * SECOND;
      else world.clock.wallOffsetMs += by * SECOND;
      await world.process({ limits }).keeper.start();
      const seconds = await secondsUntilStopped(world, job);
      expect(seconds).toBeGreaterThanOrEqual(180);
      // The time between the last look and the restart is not counted when a clock was set back.
      expect(seconds).toBeLessThanOrEqual(203);
    }
  });

  it('are counted in memory while Redis is unavailable, which is logged once', async () => {
    const { world, keeper, job } = await adaTalks();
    await world.clock.advance(60 * SECOND);
    world.redis.isAway = true;
    await world.clock.advance(60 * SECOND);
    world.redis.isAway = false;
    await world.clock.advance(10 * SECOND);
    expect([world.events('redis_lost').length, world.events('redis_back').length]).toEqual([1, 1]);
    const seconds = await secondsUntilStopped(world, job);
    expect(seconds).toBeGreaterThanOrEqual(180);
    expect(seconds).toBeLessThanOrEqual(192);
    world.redis.isAway = true;
    expect(await keeper.allowance('ada')).toHaveProperty('retryAfterSeconds');
  });

  it('are counted again from running jobs by a restarted server without shared records, up to six minutes more', async () => {
    const { world, job, kill } = await adaTalks({ limits: { minutesMs: 20 * MINUTE, longestSessionMs: 0 } });
    await world.clock.advance(15 * MINUTE);
    kill();
    const next = world.process({
      limits: { minutesMs: 20 * MINUTE, longestSessionMs: 0 },
      records: world.newRecords(),
    });
    await next.keeper.start();
    const seconds = await secondsUntilStopped(world, job);
    expect(seconds).toBeGreaterThanOrEqual(20 * 60);
    expect(seconds).toBeLessThanOrEqual(26 * 60 + 12);
  });

  it('are not counted for time that only this server’s clock says has passed', async () => {
    const { world, job, kill } = await adaTalks();
    await world.clock.advance(60 * SECOND);
    kill();
    world.clock.wallOffsetMs += 3_600 * SECOND;
    await world.process({ limits, records: world.newRecords() }).keeper.start();
    expect(await secondsUntilStopped(world, job)).toBeGreaterThanOrEqual(180);
  });

  it('are counted after the cloud was unavailable at the start of the server', async () => {
    const { world, handle, job, kill } = await adaTalks();
    kill();
    world.cloud.listFault = () => new AppError('cloud_unavailable');
    const next = world.process({ limits, records: world.newRecords() });
    await next.keeper.start();
    await world.clock.advance(MINUTE);
    world.cloud.listFault = undefined;
    expect(handle).toBeTruthy();
    expect(await secondsUntilStopped(world, job)).toBeLessThanOrEqual(60 + 192);
  });

  it('stop the job again when a stop is lost', async () => {
    const { world, job } = await adaTalks();
    world.cloud.stopFault = 'lost';
    expect(await secondsUntilStopped(world, job, 240)).toBeGreaterThanOrEqual(240);
    world.cloud.stopFault = undefined;
    expect(await secondsUntilStopped(world, job)).toBeLessThanOrEqual(252);
  });

  it('cost one listing for each room in ten seconds while a user talks, and none otherwise', async () => {
    const { world, keeper, job } = await adaTalks({ limits: { minutesMs: DAY, longestSessionMs: 0 } });
    for (const name of ['bob', 'eve']) world.cloud.start('room-1', world.issue(keeper, name));
    const second = world.process({ limits: { minutesMs: DAY, longestSessionMs: 0 } });
    await second.keeper.start();
    await world.clock.advance(MINUTE);
    const before = world.cloud.lists;
    await world.clock.advance(10 * MINUTE);
    expect(world.cloud.lists - before).toBeGreaterThan(2 * 55);
    // Two instances take turns.
    expect(world.cloud.lists - before).toBeLessThanOrEqual(2 * 61);
    for (const each of world.cloud.jobs) each.isRunning = false;
    expect(job.isRunning).toBe(false);
    await world.clock.advance(10 * MINUTE);
    const quiet = world.cloud.lists;
    await world.clock.advance(60 * MINUTE);
    expect(world.cloud.lists).toBe(quiet);
  });
});

describe('the longest session', () => {
  it('is enforced by the server shortly after the page', async () => {
    const { world, keeper, handle, job } = await adaTalks({ limits: { minutesMs: 0, longestSessionMs: 2 * MINUTE } });
    expect(await keeper.allowance('ada')).toEqual({});
    const seconds = await secondsUntilStopped(world, job);
    expect(seconds).toBeGreaterThanOrEqual(135);
    expect(seconds).toBeLessThanOrEqual(147);
    expect((await keeper.state('ada', handle)).ended).toBe('minutes');
  });

  it('counts two jobs of a session together', async () => {
    const { world, job } = await adaTalks({ limits: { minutesMs: 0, longestSessionMs: 2 * MINUTE } });
    await world.clock.advance(MINUTE);
    job.isRunning = false;
    const next = world.cloud.start('room-1', job.clientId);
    expect(await secondsUntilStopped(world, next)).toBeLessThanOrEqual(100);
  });
});

it('no user gets less than their minutes, nor much more', async () => {
  const event = fc.oneof(
    fc.record({ talk: fc.integer({ min: 1, max: 150 }), pause: fc.integer({ min: 0, max: 400 }) }),
    fc.record({ jump: fc.integer({ min: -3_600, max: 3_600 }) }),
    fc.record({ delay: fc.nat({ max: 7_000 }) }),
    fc.record({ restart: fc.constant(true) }),
    fc.record({ away: fc.integer({ min: 1, max: 40 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 3, maxLength: 14 }), async (events) => {
      const world = new SessionWorld();
      world.logger.level = 'silent';
      const { clock, cloud } = world;
      let server = world.process({ limits });
      await server.keeper.start();
      let talkedMs = 0;
      let conversations = 0;
      let unseenMs = 0;
      const talk = async (ms: number) => {
        const { retryAfterSeconds } = await server.keeper.allowance('ada');
        if (retryAfterSeconds) {
          expect(talkedMs).toBeGreaterThanOrEqual(limits.minutesMs);
          return false;
        }
        const job = cloud.start('room-1', world.issue(server.keeper, 'ada'));
        conversations += 1;
        const untilMs = clock.nowMs + ms;
        const fromMs = clock.nowMs;
        while (job.isRunning && clock.nowMs < untilMs) await clock.advance(Math.min(500, untilMs - clock.nowMs));
        const wasStopped = !job.isRunning;
        job.isRunning = false;
        talkedMs += clock.nowMs - fromMs;
        if (wasStopped) expect(talkedMs).toBeGreaterThanOrEqual(limits.minutesMs);
        return true;
      };
      for (const each of events) {
        if ('talk' in each) {
          await talk(each.talk * SECOND);
          await clock.advance(each.pause * SECOND);
        } else if ('jump' in each) clock.wallOffsetMs += each.jump * SECOND;
        else if ('delay' in each) cloud.delayMs = each.delay;
        else if ('restart' in each) {
          server.kill();
          server = world.process({ limits });
          await server.keeper.start();
        } else {
          cloud.listFault = () => new AppError('cloud_unavailable');
          await talk(each.away * SECOND);
          unseenMs += each.away * SECOND;
          cloud.listFault = undefined;
        }
      }
      while (await talk(10 * MINUTE)) expect(conversations).toBeLessThan(100);
      // Each conversation may lose one look at its start and one at its end, and the last one may be the shortest.
      expect(talkedMs).toBeLessThanOrEqual(limits.minutesMs + unseenMs + conversations * 36 * SECOND + 25 * SECOND);
    }),
    // The same cases in each run. FC_SEED tries others.
    { numRuns: 150, seed: Number(process.env.FC_SEED ?? 1) },
  );
}, 60_000);
