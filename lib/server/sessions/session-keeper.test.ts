import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { SessionWorld } from '../testing/session-world.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { SharedRecords } from './shared-records.ts';

const SECOND = 1_000;

/** A world in which Ada has a conversation that the server knows. */
async function adaIsLive(keeperOf: (world: SessionWorld) => SessionKeeper = (world) => world.keeper()) {
  const world = new SessionWorld();
  const keeper = keeperOf(world);
  const handle = world.issue(keeper, 'ada');
  await world.clock.advance(3 * SECOND);
  const job = world.cloud.start('room-1', handle);
  await world.clock.advance(60 * SECOND);
  return { world, keeper, handle, job, cloud: world.cloud, clock: world.clock };
}

describe('a page that was left', () => {
  it('has its job stopped at once, and no other job', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    const other = cloud.start('room-1', world.issue(keeper, 'bob'));
    const next = cloud.start('room-2', world.issue(keeper, 'ada'));
    expect(await keeper.end('ada', handle, 'left')).toBe('accepted');
    await clock.advance(0);
    expect([job.isRunning, other.isRunning, next.isRunning]).toEqual([false, true, true]);
    await clock.advance(600 * SECOND);
    expect(cloud.stopped).toEqual([job.jobId]);
    expect(world.metrics).toEqual(['ended left', 'stopped left']);
    const line = { event: 'session_stopped', jobId: job.jobId, requestId: `request-${job.jobId}`, reason: 'left' };
    expect(world.events('session_stopped')).toEqual([expect.objectContaining(line)]);
    expect(JSON.stringify(world.lines)).not.toContain(handle);
  });

  it('has its job stopped at the next look when it was starting', async () => {
    const world = new SessionWorld();
    const { cloud, clock } = world;
    const keeper = world.keeper();
    const handle = world.issue(keeper, 'ada');
    await keeper.end('ada', handle, 'left');
    const stoppedAtMs: number[] = [];
    cloud.onStop = () => stoppedAtMs.push(clock.nowMs);
    for (const seconds of [1, 6, 12]) {
      await clock.advance(seconds * SECOND - clock.nowMs);
      cloud.start('room-2', handle);
    }
    await clock.advance(40 * SECOND);
    expect(stoppedAtMs).toEqual([3, 10, 13].map((seconds) => seconds * SECOND));
  });

  it('is recognized by an expired handle, and by one of an older secret', async () => {
    // In the server, `openHandle` is `openAnyClientHandle`, whose test covers both.
    const { keeper, handle, job, clock } = await adaIsLive();
    await clock.advance(13 * 3_600 * SECOND);
    await keeper.end('ada', handle, 'left');
    await clock.advance(0);
    expect(job.isRunning).toBe(false);
  });

  it('changes nothing with a handle of another user, or with an invalid one', async () => {
    const { keeper, handle, job, cloud, clock } = await adaIsLive();
    expect(await keeper.end('eve', handle, 'left')).toBe('other_user');
    for (const text of ['', 'x', 'x'.repeat(5_000)]) expect(await keeper.end('eve', text, 'left')).toBe('accepted');
    await clock.advance(60 * SECOND);
    expect([job.isRunning, cloud.lists]).toEqual([true, 0]);
  });

  it('is stopped again while stops are lost, and a refusal because the job has ended is not an error', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    cloud.stopFault = 'lost';
    await keeper.end('ada', handle, 'left');
    await clock.advance(45 * SECOND);
    expect(job.isRunning).toBe(true);
    cloud.stopFault = 'refused';
    job.isRunning = false;
    await clock.advance(60 * SECOND);
    const before = world.lines.length;
    const again = cloud.start('room-1', handle);
    await clock.advance(60 * SECOND);
    expect(world.lines.slice(before).every(({ level }) => level === 'info')).toBe(true);
    cloud.stopFault = undefined;
    await clock.advance(120 * SECOND);
    expect(again.isRunning).toBe(false);
  });

  it('is stopped when the cloud is back within an hour, and its absence is logged once', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    cloud.listFault = () => new AppError('cloud_unavailable', { reason: 'no answer' });
    expect(await keeper.end('ada', handle, 'left')).toBe('accepted');
    await clock.advance(1_800 * SECOND);
    expect(world.events('session_look_failed')).toHaveLength(1);
    cloud.listFault = undefined;
    await clock.advance(61 * SECOND);
    expect(job.isRunning).toBe(false);
    expect(world.events('session_look_back')).toHaveLength(1);
    const { lists } = cloud;
    await clock.advance(7_200 * SECOND);
    expect(cloud.lists - lists).toBeLessThan(10);
    cloud.listFault = () => new AppError('cloud_unavailable');
    await keeper.end('ada', handle, 'left');
    await clock.advance(3_700 * SECOND);
    const given = cloud.lists;
    await clock.advance(7_200 * SECOND);
    expect(cloud.lists).toBe(given);
  });

  it('is stopped by a restarted server that has only its secrets', async () => {
    const { world, handle, job, clock } = await adaIsLive();
    const restarted = world.keeper({ records: world.newRecords() });
    await restarted.end('ada', handle, 'left');
    await clock.advance(0);
    expect(job.isRunning).toBe(false);
  });

  it('is stopped by the next process when the first one is killed and records are shared', async () => {
    const world = new SessionWorld();
    const { keeper, kill } = world.process();
    const handle = world.issue(keeper, 'ada');
    world.cloud.stopFault = 'lost';
    const job = world.cloud.start('room-1', handle);
    await keeper.end('ada', handle, 'left');
    await world.clock.advance(SECOND);
    kill();
    world.cloud.stopFault = undefined;
    await world.clock.advance(120 * SECOND);
    expect(job.isRunning).toBe(true);
    await world.process().keeper.start();
    await world.clock.advance(SECOND);
    expect(job.isRunning).toBe(false);
  });
});

describe('a session that was ended on an instance that is killed for good', () => {
  it('has its job stopped by another one within seconds', async () => {
    const world = new SessionWorld();
    const { clock, cloud } = world;
    const { keeper, kill } = world.process();
    const other = world.process().keeper;
    await Promise.all([keeper.start(), other.start()]);
    await clock.advance(60 * SECOND);
    const handle = world.issue(keeper, 'ada');
    await keeper.end('ada', handle, 'left');
    kill();
    const job = cloud.start('room-1', handle);
    await clock.advance(15 * SECOND);
    expect(job.isRunning).toBe(false);
    const again = cloud.start('room-1', handle);
    await clock.advance(300 * SECOND);
    expect(again.isRunning).toBe(false);
    const { lists } = cloud;
    await clock.advance(7_200 * SECOND);
    expect(cloud.lists).toBe(lists);
  });

  it('is found when Redis was unavailable at the start of the next process', async () => {
    const world = new SessionWorld();
    const { clock, cloud } = world;
    const { keeper, kill } = world.process();
    const handle = world.issue(keeper, 'ada');
    await keeper.end('ada', handle, 'left');
    kill();
    world.redis.isAway = true;
    await world.process().keeper.start();
    const job = cloud.start('room-1', handle);
    await clock.advance(60 * SECOND);
    world.redis.isAway = false;
    await clock.advance(20 * SECOND);
    expect(job.isRunning).toBe(false);
  });

  it('costs one other instance a few looks, however many there are', async () => {
    const world = new SessionWorld();
    const { clock, cloud } = world;
    const keepers = Array.from({ length: 5 }, () => world.process({ robotIds: ['robot-1'] }).keeper);
    await Promise.all(keepers.map((keeper) => keeper.start()));
    await clock.advance(60 * SECOND);
    const [keeper] = keepers as [SessionKeeper];
    await keeper.end('ada', world.issue(keeper, 'ada'), 'left');
    await clock.advance(3_600 * SECOND);
    expect(cloud.lists).toBeLessThanOrEqual(13);
  });
});

describe('a conversation that moves to another page', () => {
  it('ends on the old page, which gets the reason and does not reconnect', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    const here = world.issue(keeper, 'ada');
    expect(await keeper.state('ada', here)).toEqual({ running: true });
    await clock.advance(5 * SECOND);
    await keeper.endAll('ada', 'moved', here);
    expect(job.isRunning).toBe(false);
    expect(await keeper.state('ada', here)).toEqual({ running: false });
    expect(await keeper.state('ada', handle)).toEqual({ running: false, ended: 'moved' });
    const mine = cloud.start('room-2', here);
    // The vendor's SDK starts another job with its token, sooner or later.
    for (const seconds of [1, 40, 110]) {
      const again = cloud.start('room-1', handle);
      await clock.advance(seconds * SECOND);
      await clock.advance(70 * SECOND);
      expect(again.isRunning).toBe(false);
    }
    expect(mine.isRunning).toBe(true);
    expect(await keeper.state('ada', here)).toEqual({ running: false });
  });

  it('has its reason recorded before the job is stopped', async () => {
    const { keeper, handle, cloud, clock } = await adaIsLive();
    const reasons: unknown[] = [];
    cloud.onStop = () => void keeper.state('ada', handle).then(({ ended }) => reasons.push(ended));
    await keeper.endAll('ada', 'moved');
    await clock.advance(2 * SECOND);
    expect(reasons).toEqual(['moved']);
  });

  it('is not stopped when its job started after the call, even with an older handle', async () => {
    const { world, keeper, cloud, clock } = await adaIsLive();
    const older = world.issue(keeper, 'ada');
    await keeper.endAll('ada', 'moved');
    await clock.advance(1_500);
    const later = cloud.start('room-1', older);
    const newer = cloud.start('room-1', world.issue(keeper, 'ada'));
    await clock.advance(600 * SECOND);
    expect([later.isRunning, newer.isRunning]).toEqual([true, true]);
  });

  it.each([-3_600, 3_600])('is recognized by its start when the cloud’s clock is %d s off', async (by) => {
    const { world, keeper, job, cloud, clock } = await adaIsLive();
    cloud.skewMs += by * SECOND;
    const older = world.issue(keeper, 'ada');
    cloud.listFault = () => new AppError('cloud_unavailable');
    await keeper.endAll('ada', 'moved');
    await clock.advance(5 * SECOND);
    const later = cloud.start('room-1', older);
    cloud.listFault = undefined;
    await clock.advance(600 * SECOND);
    expect([job.isRunning, later.isRunning]).toEqual([false, true]);
  });

  it.each([-3_600, 3_600])('is recognized by its start when this server’s clock is set by %d s', async (by) => {
    const { world, keeper, job, cloud, clock } = await adaIsLive();
    cloud.listFault = () => new AppError('cloud_unavailable');
    await keeper.endAll('ada', 'moved');
    clock.wallOffsetMs += by * SECOND;
    await clock.advance(5 * SECOND);
    const later = cloud.start('room-1', world.issue(keeper, 'ada'));
    cloud.listFault = undefined;
    await clock.advance(600 * SECOND);
    expect([job.isRunning, later.isRunning]).toEqual([false, true]);
  });

  it('counts as earlier when the cloud lists it at once without a time, and not when it lists it later', async () => {
    const { world, keeper, job, cloud, clock } = await adaIsLive();
    cloud.stampsStart = false;
    const older = world.issue(keeper, 'ada');
    await keeper.endAll('ada', 'moved');
    expect(job.isRunning).toBe(false);
    const later = cloud.start('room-1', older);
    await clock.advance(600 * SECOND);
    expect(later.isRunning).toBe(true);
  });

  it('is recognized by its presence when the cloud’s times are in the future, as in another time zone', async () => {
    const { world, keeper, job, cloud, clock } = await adaIsLive((world) => world.keeper({ cloudOffsetMs: () => 0 }));
    cloud.skewMs += 8 * 3_600 * SECOND;
    const older = world.issue(keeper, 'ada');
    await keeper.endAll('ada', 'moved');
    await clock.advance(2 * SECOND);
    const later = cloud.start('room-1', older);
    await clock.advance(600 * SECOND);
    expect([job.isRunning, later.isRunning]).toEqual([false, true]);
  });

  it('waits two seconds for a slow cloud, and continues', async () => {
    const { keeper, job, cloud, clock } = await adaIsLive();
    cloud.delayMs = 5 * SECOND;
    let isAnswered = false;
    void keeper.endAll('ada', 'moved').then(() => (isAnswered = true));
    await clock.advance(1_900);
    expect(isAnswered).toBe(false);
    await clock.advance(200);
    expect([isAnswered, job.isRunning]).toEqual([true, true]);
    await clock.advance(20 * SECOND);
    expect(job.isRunning).toBe(false);
  });
});

describe('a conversation that moves while the server is killed and the clock is set', () => {
  it.each([3_600_000, -3_600_000])('ends on the old page, with the clock %d ms off', async (offMs) => {
    const world = new SessionWorld();
    const { keeper, kill } = world.process();
    const handle = world.issue(keeper, 'ada');
    const job = world.cloud.start('room-1', handle);
    await world.clock.advance(30 * SECOND);
    void keeper.endAll('ada', 'moved');
    world.clock.wallOffsetMs += offMs;
    kill();
    await world.clock.advance(5 * SECOND);
    await world.process().keeper.start();
    await world.clock.advance(SECOND);
    expect(job.isRunning).toBe(false);
  });
});

describe('whether a conversation runs elsewhere', () => {
  it('is not asked of the cloud for a user without a code, after the first look', async () => {
    const { keeper, cloud, clock } = await adaIsLive();
    expect(await keeper.state('bob', undefined)).toEqual({ running: false });
    const { lists } = cloud;
    await clock.advance(10 * SECOND);
    expect(await keeper.state('bob', undefined)).toEqual({ running: false });
    expect(cloud.lists).toBe(lists);
  });

  it('is asked of the cloud once more after a session, and then no longer', async () => {
    const { keeper, job, cloud, clock } = await adaIsLive();
    expect(await keeper.state('ada', undefined)).toEqual({ running: true });
    job.isRunning = false;
    await clock.advance(600 * SECOND);
    expect(await keeper.state('ada', undefined)).toEqual({ running: false });
    const { lists } = cloud;
    await clock.advance(10 * SECOND);
    expect(await keeper.state('ada', undefined)).toEqual({ running: false });
    expect(cloud.lists).toBe(lists);
  });

  it('is false for the page’s own session, for one of another user, and for one that was left', async () => {
    const { world, keeper, handle, job, cloud } = await adaIsLive();
    expect(await keeper.state('ada', handle)).toEqual({ running: false });
    expect(await keeper.state('bob', handle)).toEqual({ running: false });
    cloud.start('room-1', world.issue(keeper, 'eve'));
    cloud.stopFault = 'lost';
    await keeper.end('ada', handle, 'left');
    expect(job.isRunning).toBe(true);
    expect(await keeper.state('ada', undefined)).toEqual({ running: false });
    expect(await keeper.state('ada', handle)).toEqual({ running: false });
  });

  it('is true for each room, and after a restart of the server', async () => {
    const { world, cloud, job } = await adaIsLive();
    job.isRunning = false;
    cloud.start('room-2', `ada:${world.clock.wallMs()}:99`);
    const restarted = world.keeper({ records: world.newRecords() });
    expect(await restarted.state('ada', undefined)).toEqual({ running: true });
  });

  it('is false when the cloud takes longer than a second', async () => {
    const { keeper, cloud, clock } = await adaIsLive();
    cloud.delayMs = 3 * SECOND;
    const asked = keeper.state('ada', undefined);
    await clock.advance(800);
    expect(await asked).toEqual({ running: false });
  });

  it('is false when the session has ended since the last look', async () => {
    const { world, keeper, job, cloud, clock } = await adaIsLive();
    cloud.delayMs = 100;
    world.issue(keeper, 'bob');
    const looked = keeper.state('bob', undefined);
    await clock.advance(300);
    await looked;
    job.isRunning = false;
    const asked = keeper.state('ada', undefined);
    await clock.advance(800);
    expect(await asked).toEqual({ running: false });
  });

  it('does not delay the reason why the page’s session ended', async () => {
    const { world, keeper, handle, cloud, clock } = await adaIsLive();
    await keeper.endAll('ada', 'moved');
    await clock.advance(12 * SECOND);
    cloud.start('room-2', world.issue(keeper, 'ada'));
    const quick = keeper.state('ada', handle);
    await clock.advance(300);
    expect(await quick).toEqual({ running: true, ended: 'moved' });
    await clock.advance(12 * SECOND);
    cloud.delayMs = 8 * SECOND;
    const slow = keeper.state('ada', handle);
    await clock.advance(300);
    expect(await slow).toEqual({ running: false, ended: 'moved' });
  });

  it('needs one listing per room for any number of requests', async () => {
    const { world, keeper, cloud, clock } = await adaIsLive();
    const people = Array.from({ length: 50 }, (_, index) => `p${index}`);
    for (const name of people) world.issue(keeper, name);
    cloud.delayMs = 200;
    const { lists } = cloud;
    const asked = people.map((name) => keeper.state(name, undefined));
    await clock.advance(3 * SECOND);
    expect(await Promise.all(asked)).toEqual(people.map(() => ({ running: false })));
    // Requests during a look share the next one.
    expect(cloud.lists - lists).toBeLessThanOrEqual(4);
    expect(cloud.mostListsAtOnce).toBeLessThanOrEqual(2);
  });
});

describe('rooms', () => {
  it('that do not exist are logged once, and the others are listed', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive((world) =>
      world.keeper({ robotIds: ['gone', 'robot-1'] }),
    );
    await keeper.end('ada', handle, 'left');
    await clock.advance(600 * SECOND);
    expect(job.isRunning).toBe(false);
    expect(world.events('session_room_missing')).toEqual([expect.objectContaining({ robotId: 'gone' })]);
    expect(cloud.lists).toBeLessThan(20);
  });

  it.each([
    [400, 'MSS.00010008'],
    [400, 'MSS.00010003'],
    [404, 'APIG.0101'],
    [400, 'MSS.00000004'],
  ])('are not missing because the cloud refuses the call itself (%i %s)', async (cloudStatus, cloudCode) => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    cloud.listFault = () => new AppError('cloud_refused', { cloudStatus, cloudCode });
    await keeper.end('ada', handle, 'left');
    await clock.advance(600 * SECOND);
    const line = expect.objectContaining({ cloudStatus, cloudCode });
    expect(world.events('session_look_failed')).toEqual([line]);
    expect(world.events('session_room_missing')).toEqual([]);
    cloud.listFault = undefined;
    // The session is still looked for.
    await clock.advance(60 * SECOND);
    expect(job.isRunning).toBe(false);
  });

  it('are not missing because something in between answers with a page, and are found soon after', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    const page = () => new AppError('cloud_refused', { cloudStatus: 404 });
    cloud.robotFault = page;
    await keeper.end('ada', handle, 'left');
    await clock.advance(5 * SECOND);
    cloud.robotFault = undefined;
    await clock.advance(10 * SECOND);
    expect(job.isRunning).toBe(false);
    cloud.listFault = page;
    const another = cloud.start('room-1', handle);
    await clock.advance(60 * SECOND);
    cloud.listFault = undefined;
    await clock.advance(60 * SECOND);
    expect(another.isRunning).toBe(false);
    expect(world.events('session_room_missing')).toEqual([]);
  });

  it('are listed after their digital human has moved', async () => {
    const { keeper, handle, job, cloud, clock } = await adaIsLive();
    await keeper.state('ada', undefined);
    cloud.rooms.set('robot-1', 'room-3');
    await clock.advance(1_000 * SECOND);
    await keeper.end('ada', handle, 'left');
    await clock.advance(SECOND);
    expect(job.isRunning).toBe(false);
    const moved = cloud.start('room-3', handle);
    await clock.advance(400 * SECOND);
    expect(moved.isRunning).toBe(false);
  });
});

describe('a cloud that does not return client_id', () => {
  it('is logged once, and jobs are then listed at most once a minute', async () => {
    const world = new SessionWorld();
    const { cloud, clock } = world;
    const keeper = world.keeper({ robotIds: ['robot-1'], limits: { minutesMs: 60_000, longestSessionMs: 0 } });
    await keeper.start();
    const handle = world.issue(keeper, 'ada');
    await clock.advance(3 * SECOND);
    for (let i = 0; i < 3; i++) cloud.start('room-1', undefined);
    expect(await keeper.state('ada', undefined)).toEqual({ running: false });
    const lists = cloud.lists;
    await keeper.end('ada', handle, 'left');
    await clock.advance(600 * SECOND);
    expect(world.events('session_client_id_missing')).toHaveLength(1);
    expect([cloud.stopped, world.events('session_client_id_back')]).toEqual([[], []]);
    expect(cloud.lists - lists).toBeLessThanOrEqual(10);
  });

  it('is assumed no longer when a job has it: sessions of others are again stopped and their minutes counted', async () => {
    const world = new SessionWorld();
    const { cloud, clock } = world;
    const keeper = world.keeper({ limits: { minutesMs: 120_000, longestSessionMs: 0 } });
    await keeper.start();
    await keeper.end('ada', world.issue(keeper, 'ada'), 'left');
    for (let i = 0; i < 3; i++) cloud.start('room-1', undefined);
    await clock.advance(15 * SECOND);
    expect(world.events('session_client_id_missing')).toHaveLength(1);
    expect(await keeper.allowance('bob')).toEqual({ longestSessionMs: 120_000 });
    const job = cloud.start('room-2', world.issue(keeper, 'bob'));
    await clock.advance(240 * SECOND);
    expect(job.isRunning).toBe(false);
    expect(world.events('session_client_id_back')).toHaveLength(1);
    expect(await keeper.allowance('bob')).toHaveProperty('retryAfterSeconds');
  });

  it('does not keep other instances from looking', async () => {
    const world = new SessionWorld();
    const { cloud, clock } = world;
    const limits = { minutesMs: 30_000, longestSessionMs: 0 };
    const blind = world.process({ limits }).keeper;
    await blind.start();
    world.issue(blind, 'ada');
    const others = [1, 2, 3].map(() => cloud.start('room-1', undefined));
    await clock.advance(15 * SECOND);
    expect(world.events('session_client_id_missing')).toHaveLength(1);
    for (const other of others) other.isRunning = false;
    // Each turn of the second instance comes six seconds after one of the first.
    await clock.advance(SECOND);
    const { keeper } = world.process({ limits });
    await keeper.start();
    const job = cloud.start('room-1', world.issue(keeper, 'bob'));
    await clock.advance(40 * SECOND);
    expect(job.isRunning).toBe(false);
  });

  it('is not assumed because of one job, which may be another program’s', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive((world) => {
      const keeper = world.keeper();
      void keeper.end('eve', world.issue(keeper, 'eve'), 'left');
      world.cloud.start('room-1', undefined);
      return keeper;
    });
    await keeper.end('ada', handle, 'left');
    await clock.advance(SECOND);
    expect([job.isRunning, cloud.stopped]).toEqual([false, [job.jobId]]);
    expect(world.events('session_client_id_missing')).toEqual([]);
  });

  it('is not assumed because of jobs from before this server issued handles, nor when one job has it', async () => {
    const world = new SessionWorld();
    const { cloud, clock } = world;
    cloud.start('room-1', undefined);
    await clock.advance(60 * SECOND);
    const keeper = world.keeper();
    const handle = world.issue(keeper, 'ada');
    expect(await keeper.state('ada', undefined)).toEqual({ running: false });
    const job = cloud.start('room-1', handle);
    await clock.advance(2 * SECOND);
    await keeper.state('ada', undefined);
    job.isRunning = false;
    cloud.start('room-1', undefined);
    await clock.advance(60 * SECOND);
    await keeper.state('ada', undefined);
    expect(world.events('session_client_id_missing')).toEqual([]);
  });
});

describe('STOP_ABANDONED_SESSIONS=0', () => {
  it('stops jobs only at a sign-out everywhere', async () => {
    const { keeper, handle, job, cloud, clock } = await adaIsLive((world) => world.keeper({ stopsSessions: false }));
    await keeper.end('ada', handle, 'left');
    await keeper.end('ada', handle, 'signed_out');
    await keeper.endAll('ada', 'moved');
    expect(await keeper.state('ada', undefined)).toEqual({ running: false });
    await clock.advance(600 * SECOND);
    expect([job.isRunning, cloud.lists]).toEqual([true, 0]);
    expect(await keeper.end('eve', handle, 'left')).toBe('other_user');
    await keeper.endAll('ada', 'signed_out');
    expect(job.isRunning).toBe(false);
    expect(await keeper.state('ada', handle)).toEqual({ running: false, ended: 'signed_out' });
  });

  it('also applies to a session that was ended before the setting changed', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    cloud.stopFault = 'lost';
    await keeper.end('ada', handle, 'left');
    cloud.stopFault = undefined;
    const changed = world.keeper({ stopsSessions: false });
    job.isRunning = true;
    const other = cloud.start('room-1', world.issue(changed, 'bob'));
    await clock.advance(400 * SECOND);
    const again = cloud.start('room-1', handle);
    await clock.advance(2 * SECOND);
    await changed.endAll('bob', 'signed_out');
    expect([again.isRunning, other.isRunning]).toEqual([true, false]);
  });
});

describe('a job that stays listed for a while after it was stopped', () => {
  it('is stopped again, but counted and logged once', async () => {
    const { world, keeper, handle, job, cloud, clock } = await adaIsLive();
    let stops = 0;
    cloud.onStop = () => {
      stops += 1;
      if (stops < 4) clock.after(0, () => (job.isRunning = true));
    };
    await keeper.end('ada', handle, 'left');
    await clock.advance(60 * SECOND);
    expect([stops, job.isRunning]).toEqual([4, false]);
    expect(world.metrics).toEqual(['ended left', 'stopped left']);
    expect(world.events('session_stopped')).toHaveLength(1);
  });
});

describe('signing out on one device', () => {
  it('gives the page a moment to end its session, and then stops the job', async () => {
    const { keeper, handle, job, clock } = await adaIsLive();
    await keeper.end('ada', handle, 'signed_out');
    await clock.advance(2 * SECOND);
    expect(job.isRunning).toBe(true);
    await clock.advance(2 * SECOND);
    expect(job.isRunning).toBe(false);
  });
});

describe('signing out everywhere', () => {
  it('invalidates earlier sign-ins, and no later one', async () => {
    const world = new SessionWorld();
    const keeper = world.keeper();
    const before = world.clock.wallMs();
    expect(await keeper.areSignInsRefused('ada', before)).toBe(false);
    await world.clock.advance(10);
    await keeper.refuseSignIns('ada');
    await world.clock.advance(10);
    expect(await keeper.areSignInsRefused('ada', before)).toBe(true);
    expect(await keeper.areSignInsRefused('ada', world.clock.wallMs())).toBe(false);
    expect(await keeper.areSignInsRefused('bob', before)).toBe(false);
  });

  it.each([-300, 300])('counts on every instance when their clocks differ by %i seconds', async (seconds) => {
    const world = new SessionWorld();
    const { monotonicMs, after } = world.clock;
    const clock = { monotonicMs, after, wallMs: () => world.clock.wallMs() + seconds * SECOND };
    const instances = [
      world.keeper({ records: world.sharedRecords() }),
      world.keeper({ clock, records: new SharedRecords(world.redis, clock, world.logger) }),
    ];
    for (const signedOutAt of instances) {
      const before = await Promise.all(instances.map((keeper) => keeper.signInTimeMs('ada')));
      await world.clock.advance(10);
      await signedOutAt.refuseSignIns('ada');
      const later = await Promise.all(instances.map((keeper) => keeper.signInTimeMs('ada')));
      for (const keeper of instances) {
        for (const atMs of before) expect(await keeper.areSignInsRefused('ada', atMs)).toBe(true);
        for (const atMs of later) expect(await keeper.areSignInsRefused('ada', atMs)).toBe(false);
      }
    }
  });

  it('refuses no new sign-in after the clock was set back', async () => {
    const world = new SessionWorld();
    const keeper = world.keeper();
    await keeper.refuseSignIns('ada');
    world.clock.wallOffsetMs -= 300 * SECOND;
    expect(await keeper.areSignInsRefused('ada', await keeper.signInTimeMs('ada'))).toBe(false);
  });
});

describe('a handle', () => {
  it('is created for the user and the language of the request, and belongs to the user', async () => {
    const world = new SessionWorld();
    const sealHandle = vi.fn(async () => 'handle');
    const keeper = world.keeper({ sealHandle });
    const issued = vi.spyOn(keeper, 'issued');
    const headers = new Headers({ 'accept-language': 'zh-CN' });
    expect(await keeper.issueHandle({ id: '李雷', name: 'Li Lei' }, headers)).toBe('handle');
    expect(sealHandle).toHaveBeenCalledExactlyOnceWith({ id: '李雷', name: 'Li Lei' }, headers);
    expect(issued).toHaveBeenCalledExactlyOnceWith('%E6%9D%8E%E9%9B%B7', 'handle');
  });

  it('is not issued when no part of the server would read it', async () => {
    const keeper = new SessionWorld().keeper();
    const issued = vi.spyOn(keeper, 'issued');
    expect(await keeper.issueHandle({ id: 'ada' }, new Headers())).toBeUndefined();
    expect(issued).not.toHaveBeenCalled();
  });
});
