/**
 * For tests of the session keeper: users, pages and a cloud with rooms, in virtual time. The cloud knows who started
 * which job when. It may be slow, fail, lose a stop or its answer, and its clock may differ.
 */
import { AppError } from '../../api/errors.ts';
import { createLogger } from '../log.ts';
import type { SmartChatJob } from '../metastudio/cloud-console.ts';
import { RedisFailure } from '../redis.ts';
import type { SessionCloud } from '../sessions/rooms.ts';
import type { SessionClock } from '../sessions/session-clock.ts';
import { SessionKeeper, type SessionKeeperOptions } from '../sessions/session-keeper.ts';
import { type RedisAccess, SharedRecords } from '../sessions/shared-records.ts';

class VirtualClock implements SessionClock {
  nowMs = 0;
  /** How far the wall clock was set. */
  wallOffsetMs = Date.UTC(2026, 0, 1);
  #timers: { atMs: number; run: () => void }[] = [];

  wallMs = () => this.nowMs + this.wallOffsetMs;
  monotonicMs = () => this.nowMs;

  after = (ms: number, run: () => void) => {
    const timer = { atMs: this.nowMs + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  async advance(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    await settle();
    for (;;) {
      const next = this.#timers.reduce<{ atMs: number; run: () => void } | undefined>(
        (first, timer) => (timer.atMs <= endMs && (!first || timer.atMs < first.atMs) ? timer : first),
        undefined,
      );
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
      await settle();
    }
    this.nowMs = endMs;
  }
}

/** Waits until all pending promise callbacks have run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export interface WorldJob {
  roomId: string;
  jobId: string;
  clientId: string | undefined;
  state: string;
  startedAtMs: number;
  isRunning: boolean;
}

class WorldCloud implements SessionCloud {
  readonly jobs: WorldJob[] = [];
  /** The room of each robot. */
  readonly rooms = new Map([
    ['robot-1', 'room-1'],
    ['robot-2', 'room-2'],
  ]);
  readonly stopped: string[] = [];
  lists = 0;
  #listsAtOnce = 0;
  mostListsAtOnce = 0;
  delayMs = 0;
  listFault: (() => Error) | undefined;
  robotFault: (() => Error) | undefined;
  stopFault: 'lost' | 'answer lost' | 'refused' | undefined;
  /** The cloud's clock minus the true time. */
  skewMs = Date.UTC(2026, 0, 1);
  stampsStart = true;
  onStop: (job: WorldJob) => void = () => {};
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  start(roomId: string, clientId: string | undefined, state = 'PROCESSING'): WorldJob {
    const jobId = `job-${this.jobs.length + 1}`;
    const job = { roomId, jobId, clientId, state, startedAtMs: this.#clock.nowMs, isRunning: true };
    this.jobs.push(job);
    return job;
  }

  runningOf = (clientId: string) => this.jobs.filter((job) => job.isRunning && job.clientId === clientId);

  async getRobot(robotId: string) {
    await this.#answer();
    if (this.robotFault) throw this.robotFault();
    const roomId = this.rooms.get(robotId);
    if (!roomId) throw new AppError('cloud_refused', { cloudStatus: 400, cloudCode: 'MSS.47010034' });
    return { roomId };
  }

  async listRunningJobs(roomId: string): Promise<SmartChatJob[]> {
    this.lists += 1;
    this.#listsAtOnce += 1;
    this.mostListsAtOnce = Math.max(this.mostListsAtOnce, this.#listsAtOnce);
    try {
      const running = () => this.jobs.filter((job) => job.isRunning && job.roomId === roomId);
      // The answer has the state at the start of the call.
      const listed = running();
      await this.#answer();
      return listed.map(({ jobId, state, startedAtMs, clientId }) => ({
        jobId,
        state,
        clientId,
        startedAt: this.stampsStart ? this.stampOf(startedAtMs) : undefined,
      }));
    } finally {
      this.#listsAtOnce -= 1;
    }
  }

  /** In milliseconds; not a whole second, which would count as rounded. */
  stampOf(startedAtMs: number): Date {
    const ms = Math.floor(startedAtMs + this.skewMs);
    return new Date(ms % 1000 === 0 ? ms + 1 : ms);
  }

  async stopJob(roomId: string, jobId: string) {
    const job = this.jobs.find((each) => each.jobId === jobId && each.roomId === roomId);
    if (!job) throw new Error(`there is no job ${jobId} in ${roomId}`);
    this.onStop(job);
    const fault = this.stopFault;
    if (fault === 'lost') throw new AppError('cloud_unavailable', { status: 504 });
    if (fault === 'refused' || !job.isRunning)
      throw new AppError('cloud_refused', { cloudStatus: 400, cloudCode: 'MSS.00000003' });
    job.isRunning = false;
    this.stopped.push(jobId);
    if (fault === 'answer lost') throw new AppError('cloud_unavailable', { status: 504 });
    return { requestId: `request-${jobId}` };
  }

  async #answer(): Promise<void> {
    if (this.delayMs > 0) await new Promise<void>((resolve) => this.#clock.after(this.delayMs, resolve));
    if (this.listFault) throw this.listFault();
  }
}

/** The part of Redis that records need, with its own clock. */
class WorldRedis implements RedisAccess {
  isAway = false;
  clockOffsetMs = 0;
  readonly #clock: VirtualClock;
  readonly #values = new Map<string, { text: string; untilMs: number }>();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  #isNotedAway = false;

  reportAway(isAway: boolean): boolean {
    const isNews = isAway !== this.#isNotedAway;
    this.#isNotedAway = isAway;
    return isNews;
  }

  flush = () => this.#values.clear();

  async run<T>(use: (redis: Commands) => Promise<T>): Promise<T> {
    // The command takes some time to arrive.
    await null;
    if (this.isAway) throw new RedisFailure('ECONNREFUSED');
    const get = (key: string) => {
      const value = this.#values.get(key);
      return value && value.untilMs > this.#clock.nowMs ? value.text : null;
    };
    const commands = {
      mget: async (keys: string[]) => keys.map(get),
      set: async (key: string, text: string, _: 'PX', lifeMs: number, nx?: 'NX') => {
        if (nx && get(key) !== null) return null;
        this.#values.set(key, { text, untilMs: this.#clock.nowMs + lifeMs });
        return 'OK';
      },
      /** The only script writes unless there is a later record. */
      eval: async (_: string, __: 1, key: string, text: string, writtenMs: number, lifeMs: number) => {
        const there = get(key);
        if (there === null || Number.parseInt(there, 10) <= writtenMs)
          this.#values.set(key, { text, untilMs: this.#clock.nowMs + lifeMs });
        return 'OK';
      },
      time: async () => {
        const ms = this.#clock.nowMs + this.clockOffsetMs;
        return [Math.floor(ms / 1000), (ms % 1000) * 1000];
      },
    };
    return use(commands as unknown as Commands);
  }
}

type Commands = Parameters<Parameters<RedisAccess['run']>[0]>[0];

interface LogLine {
  event: string;
  [name: string]: unknown;
}

/** The log lines of the newest world. The logger is shared, because creating one takes longer than most tests. */
let lines: LogLine[] = [];
const logger = createLogger({ write: (line) => lines.push(JSON.parse(line)) });

export class SessionWorld {
  readonly clock = new VirtualClock();
  readonly cloud = new WorldCloud(this.clock);
  readonly lines: LogLine[] = [];
  readonly metrics: string[] = [];
  readonly logger = logger;
  readonly redis = new WorldRedis(this.clock);
  /** Records of servers that share nothing. */
  records = this.newRecords();
  #handles = 0;

  constructor() {
    lines = this.lines;
  }

  sharedRecords(): SharedRecords {
    return new SharedRecords(this.redis, this.clock, this.logger);
  }

  newRecords(): SharedRecords {
    return new SharedRecords(undefined, this.clock, this.logger);
  }

  keeper(changed: Partial<SessionKeeperOptions> = {}): SessionKeeper {
    return new SessionKeeper({
      robotIds: ['robot-1', 'robot-2'],
      cloud: () => this.cloud,
      cloudOffsetMs: () => this.clock.nowMs + this.cloud.skewMs - this.clock.wallMs(),
      openHandle: async (handle) => {
        const [, appUserId, issuedAt] = /^(\w+):(\d+):\d+$/.exec(handle) ?? [];
        if (!appUserId) return null;
        return { appUserId, name: appUserId, language: 'en', issuedAtMs: Number(issuedAt), expiresAtMs: 0 };
      },
      stopsSessions: true,
      limits: { minutesMs: 0, longestSessionMs: 0 },
      records: this.records,
      clock: this.clock,
      logger: this.logger,
      record: {
        ended: (reason) => this.metrics.push(`ended ${reason}`),
        stopped: (reason) => this.metrics.push(`stopped ${reason}`),
        minutes: () => {},
      },
      ...changed,
    });
  }

  /** A keeper in a process with Redis that can be killed. After that it has no effect. */
  process(changed: Partial<SessionKeeperOptions> = {}): { keeper: SessionKeeper; kill: () => void } {
    let isDead = false;
    const { clock, cloud } = this;
    const never = new Promise<never>(() => {});
    const living: SessionCloud = {
      getRobot: (robotId) => (isDead ? never : cloud.getRobot(robotId)),
      listRunningJobs: (roomId) => (isDead ? never : cloud.listRunningJobs(roomId)),
      stopJob: (roomId, jobId) => (isDead ? never : cloud.stopJob(roomId, jobId)),
    };
    const keeper = this.keeper({
      records: this.sharedRecords(),
      ...changed,
      cloud: () => living,
      clock: {
        wallMs: clock.wallMs,
        monotonicMs: clock.monotonicMs,
        after: (ms, run) => clock.after(ms, () => isDead || run()),
      },
    });
    return { keeper, kill: () => (isDead = true) };
  }

  /** Issues a handle as the once-code route does. */
  issue(keeper: SessionKeeper, user: string): string {
    const handle = `${user}:${this.clock.wallMs()}:${++this.#handles}`;
    keeper.issued(user, handle);
    return handle;
  }

  events = (event: string) => this.lines.filter((line) => line.event === event);
}
