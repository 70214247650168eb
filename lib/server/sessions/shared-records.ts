/**
 * Small JSON records that expire: in Redis for all instances, and in this process's memory while Redis is unavailable.
 * Records from that time are written to Redis when it is back.
 */
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { parseJson } from '../http/read-body.ts';
import { RedisFailure, RedisOrMemory } from '../redis.ts';
import type { Moment, SessionClock } from './session-clock.ts';

const PREFIX = 'sessions:';
const SWEEP_EVERY_MS = 60_000;

/** Writes a record, unless another instance has written a later one. */
const WRITE_AGAIN = `
local there = redis.call('GET', KEYS[1])
local writtenMs = there and tonumber(string.match(there, '^(%d+) '))
if writtenMs and writtenMs > tonumber(ARGV[2]) then return 'OK' end
return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])`;

interface Kept {
  /** The time of writing by the wall clock, a space, and the record as JSON. */
  text: string;
  writtenMs: number;
  /** When it expires, by the monotonic clock. */
  untilMs: number;
}

type Commands = Pick<Redis, 'eval' | 'mget' | 'set' | 'time'>;

/** The part of `RedisLink` that is needed here. */
export interface RedisAccess {
  run<T>(use: (redis: Commands) => Promise<T>): Promise<T>;
  reportAway(isAway: boolean): boolean;
}

export class SharedRecords {
  readonly #kept = new Map<string, Kept>();
  /** The records that Redis did not accept. */
  readonly #lost = new Set<string>();
  #isWritingLost = false;
  readonly #process = crypto.randomUUID();
  readonly #redis: RedisAccess | undefined;
  readonly #clock: SessionClock;
  readonly #shared: RedisOrMemory;
  #sweptAtMs: number;

  constructor(redis: RedisAccess | undefined, clock: SessionClock, logger: Logger) {
    this.#redis = redis;
    this.#clock = clock;
    this.#shared = new RedisOrMemory('records of sessions', redis, logger, () => clock.monotonicMs());
    this.#sweptAtMs = clock.monotonicMs();
  }

  /** True if other instances have the same records. */
  get areShared(): boolean {
    return this.#redis !== undefined;
  }

  /** Returns the record of each key, in the order of the keys. */
  async read<T>(keys: readonly string[]): Promise<(T | undefined)[]> {
    if (keys.length === 0) return [];
    await this.#writeLost();
    const texts = await this.#inRedis(
      async (redis) => {
        const found = await redis.mget(keys.map((key) => PREFIX + key));
        // Redis may have lost its data.
        return found.map((text, index) => text ?? this.#textHere(keys[index] ?? ''));
      },
      () => keys.map((key) => this.#textHere(key)),
    );
    return texts.map((text) =>
      text == null ? undefined : (parseJson(text.slice(text.indexOf(' ') + 1)) as T | undefined),
    );
  }

  async readOne<T>(key: string): Promise<T | undefined> {
    const [record] = await this.read<T>([key]);
    return record;
  }

  async write(key: string, record: unknown, lifeMs: number): Promise<void> {
    this.#sweep();
    const writtenMs = Math.floor(this.#clock.wallMs());
    const text = `${writtenMs} ${JSON.stringify(record)}`;
    this.#kept.set(key, { text, writtenMs, untilMs: this.#clock.monotonicMs() + lifeMs });
    if (this.#redis) await this.#put(key);
  }

  /** True for one instance per `ms` milliseconds. Without Redis always true, because each instance is on its own. */
  claim(name: string, forMs: number): Promise<boolean> {
    return this.#inRedis(
      async (redis) => (await redis.set(PREFIX + name, '1', 'PX', forMs, 'NX')) === 'OK',
      () => true,
    );
  }

  /** The time of the call by all clocks but Redis's. */
  async now(): Promise<Moment> {
    const clock = this.#clock;
    const here = { wall: clock.wallMs(), process: this.#process, monotonic: clock.monotonicMs() };
    const redis = await this.#inRedis(
      async (on) => {
        const [seconds, microseconds] = await on.time();
        return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
      },
      () => undefined,
    );
    return { ...here, redis };
  }

  #textHere(key: string): string | undefined {
    const kept = this.#kept.get(key);
    return kept && kept.untilMs > this.#clock.monotonicMs() ? kept.text : undefined;
  }

  async #writeLost(): Promise<void> {
    if (this.#lost.size === 0 || this.#isWritingLost) return;
    this.#isWritingLost = true;
    for (const key of this.#lost) if (!(await this.#put(key))) break;
    this.#isWritingLost = false;
  }

  /** @returns false while Redis is unavailable */
  async #put(key: string): Promise<boolean> {
    const kept = this.#kept.get(key);
    const lifeMs = kept ? Math.ceil(kept.untilMs - this.#clock.monotonicMs()) : 0;
    const isAgain = this.#lost.delete(key);
    if (!kept || lifeMs <= 0) return true;
    const isWritten = await this.#inRedis(
      async (redis) => {
        const { text, writtenMs } = kept;
        const answer = isAgain
          ? await redis.eval(WRITE_AGAIN, 1, PREFIX + key, text, writtenMs, lifeMs)
          : await redis.set(PREFIX + key, text, 'PX', lifeMs);
        if (answer !== 'OK') throw new RedisFailure('the write was not confirmed');
        return true;
      },
      () => false,
    );
    if (!isWritten) this.#lost.add(key);
    return isWritten;
  }

  #inRedis<T>(use: (redis: Commands) => Promise<T>, inMemory: () => T): Promise<T> {
    const redis = this.#redis;
    return this.#shared.run(redis && (() => redis.run(use)), inMemory);
  }

  #sweep(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#sweptAtMs < SWEEP_EVERY_MS) return;
    this.#sweptAtMs = nowMs;
    for (const [key, { untilMs }] of this.#kept) if (untilMs <= nowMs) this.#kept.delete(key);
  }
}
