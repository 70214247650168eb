import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { SessionWorld, type WorldJob } from '../testing/session-world.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** A job that a page starts later than this after its end is not stopped. */
const LAST_LOOK_MS = 290_000;
const unavailable = new AppError('cloud_unavailable');
const PEOPLE = ['ada', 'bob', 'eve'];
const person = fc.constantFrom(...PEOPLE);
const which = fc.nat({ max: 20 });
const instance = fc.nat({ max: 1 });

/** When a clock is set back by less than a look takes, a handle seems newer than the call. Its job is not stopped. */
const clockStep = fc.oneof(fc.integer({ min: -7_200_000, max: -60_000 }), fc.integer({ min: 60_000, max: 7_200_000 }));

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('start'), person, ms: fc.nat({ max: 20_000 }), room: instance }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('leave'), which, instance }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave of another'), which, instance }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('end all'),
      person,
      instance,
      reason: fc.constantFrom('moved', 'signed_out'),
      spare: fc.option(which),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('rejoin'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('job over'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask'), person, instance }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.nat({ max: 15_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('slow'), ms: fc.nat({ max: 8_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lists fail'), on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('stops fail'), how: fc.constantFrom('lost', 'answer lost', 'refused', '') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set clock'), ms: clockStep }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart'), instance }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redis away'), on: fc.boolean() }) },
);

interface Page {
  handle: string;
  person: string;
  room: string;
}

interface EndCall {
  person: string;
  atMs: number;
  spared: string | undefined;
}

/** What happened, in true time. The test checks each stop against it. */
class Truth {
  readonly pages: Page[] = [];
  /** The times, by handle. */
  readonly left = new Map<string, number>();
  readonly calls: EndCall[] = [];

  isAllowed(job: WorldJob, jobs: readonly WorldJob[]): boolean {
    const page = this.pages.find(({ handle }) => handle === job.clientId);
    if (!page) return false;
    if (this.left.has(page.handle)) return true;
    // A session that had a job before the call is ended, although the vendor's SDK may start another job for it.
    return this.#callsOn(page).some(({ atMs }) =>
      jobs.some(({ clientId, startedAtMs }) => clientId === page.handle && startedAtMs <= atMs),
    );
  }

  mustBeOver({ clientId, startedAtMs }: WorldJob): boolean {
    const page = this.pages.find(({ handle }) => handle === clientId);
    if (!page) return false;
    const leftAtMs = this.left.get(page.handle);
    if (leftAtMs !== undefined && startedAtMs < leftAtMs + LAST_LOOK_MS) return true;
    const isSparedAfter = (atMs: number) =>
      this.calls.some((call) => call.spared === page.handle && call.atMs >= atMs && call.person === page.person);
    // Within one or two milliseconds both are correct.
    return this.#callsOn(page).some(({ atMs }) => startedAtMs + 2 < atMs && !isSparedAfter(atMs));
  }

  #callsOn = (page: Page) => this.calls.filter((call) => call.person === page.person && call.spared !== page.handle);
}

it('stops the jobs of ended sessions in the end, and no other job ever', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const world = new SessionWorld();
      const { clock, cloud } = world;
      world.logger.level = 'silent';
      const truth = new Truth();
      const others = [cloud.start('room-1', 'of another app'), cloud.start('room-2', undefined)];
      await clock.advance(60_000);
      const losesRedis = steps.some((each) => each.do === 'redis away');
      const processes = [world.process(), world.process()];
      const keeperOf = (index: number) => processes[index]?.keeper as SessionKeeper;
      const faults: string[] = [];
      cloud.onStop = (job) => {
        if (!truth.isAllowed(job, cloud.jobs)) faults.push(`stopped ${job.jobId}`);
      };
      const pageOf = (index: number) => truth.pages[index % truth.pages.length];

      for (const each of steps) {
        if (each.do === 'start') {
          const handle = world.issue(keeperOf(0), each.person);
          const page = { handle, person: each.person, room: `room-${each.room + 1}` };
          truth.pages.push(page);
          clock.after(each.ms, () => cloud.start(page.room, handle));
        } else if (each.do === 'leave' || each.do === 'leave of another') {
          const page = pageOf(each.which);
          if (!page) continue;
          const isOwn = each.do === 'leave';
          const by = isOwn ? page.person : (PEOPLE.find((name) => name !== page.person) ?? '');
          if (isOwn) truth.left.set(page.handle, Math.max(clock.nowMs, truth.left.get(page.handle) ?? 0));
          void keeperOf(each.instance).end(by, page.handle, 'left');
        } else if (each.do === 'end all') {
          const spared = each.spare === null ? undefined : pageOf(each.spare)?.handle;
          truth.calls.push({ person: each.person, atMs: clock.nowMs, spared });
          void keeperOf(each.instance).endAll(each.person, each.reason as 'moved', spared);
        } else if (each.do === 'rejoin') {
          const page = pageOf(each.which);
          if (page && cloud.jobs.some(({ clientId }) => clientId === page.handle)) cloud.start(page.room, page.handle);
        } else if (each.do === 'job over') {
          const job = cloud.jobs[each.which];
          if (job && !others.includes(job)) job.isRunning = false;
        } else if (each.do === 'ask') void keeperOf(each.instance).state(each.person, undefined);
        else if (each.do === 'wait') await clock.advance(each.ms);
        else if (each.do === 'slow') cloud.delayMs = each.ms;
        else if (each.do === 'lists fail') cloud.listFault = each.on ? () => unavailable : undefined;
        else if (each.do === 'stops fail') cloud.stopFault = each.how ? (each.how as 'lost') : undefined;
        // Processes without Redis have only the wall clock in common.
        else if (each.do === 'set clock') clock.wallOffsetMs += losesRedis ? 0 : each.ms;
        else if (each.do === 'redis away') world.redis.isAway = each.on;
        // What only a killed process knew is lost.
        else if (each.do === 'restart' && !losesRedis) {
          processes[each.instance]?.kill();
          await clock.advance(1_000);
          processes[each.instance] = world.process();
          void keeperOf(each.instance).start();
        }
      }
      await clock.advance(20_000);
      cloud.delayMs = 0;
      cloud.listFault = undefined;
      cloud.stopFault = undefined;
      world.redis.isAway = false;
      await clock.advance(600_000);

      expect(faults).toEqual([]);
      expect(cloud.jobs.filter((job) => job.isRunning && truth.mustBeOver(job))).toEqual([]);
      expect(others.every(({ isRunning }) => isRunning)).toBe(true);
    }),
    // The same cases in each run. FC_SEED tries others.
    { numRuns: 10_000, seed: Number(process.env.FC_SEED ?? 1) },
  );
}, 300_000);
