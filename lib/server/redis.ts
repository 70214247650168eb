/**
 * The one connection to Redis of this process, replaced whenever it fails. All its time limits are short, because a
 * user waits for the answer and the caller can do without.
 *
 * Whatever Redis answers that is no success counts as being away: after a failover the same connection leads to a
 * read-only replica, a full one refuses every write, and a connection that was cut without a word stays silent. So each
 * failure costs the connection, and the next call looks the address up anew.
 */
import { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** For one command, on a connection that is up. */
const ANSWER_LIMIT_MS = 300;
/** For the connection: name, TCP, TLS, password. */
const CONNECT_LIMIT_MS = 1_000;

/** Why Redis could not be used: the code of the network or of Redis, never its text. */
export class RedisFailure extends Error {
  override name = 'RedisFailure';
}

/**
 * Which Redis is away, for all parts of this process: Next loads modules once for routes and once more at the start.
 */
const KEY = Symbol.for('digital-human.redis-away');
const holder = globalThis as { [KEY]?: Set<string> };
holder[KEY] ??= new Set();
const away = holder[KEY];

export class RedisLink {
  readonly #url: string;
  #redis: Redis | undefined;
  #connecting: Promise<Redis> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws RedisFailure */
  async run<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = await this.#connected();
    try {
      return await inTime(command(redis), ANSWER_LIMIT_MS);
    } catch (error) {
      this.#drop(redis);
      throw new RedisFailure(reasonOf(error), { cause: error });
    }
  }

  /** Rejects unless Redis takes a write. @throws RedisFailure */
  async write(): Promise<void> {
    await this.run(async (redis) => {
      const answer = await redis.set('digital-human:ready', '1', 'PX', 10_000);
      if (answer !== 'OK') throw new RedisFailure('the write was not confirmed');
    });
  }

  /** Several parts find that Redis is away or back. @returns true for the first one, which logs it */
  reportAway(isAway: boolean): boolean {
    const isNews = away.has(this.#url) !== isAway;
    if (isAway) away.add(this.#url);
    else away.delete(this.#url);
    return isNews;
  }

  close(): void {
    if (this.#redis) this.#drop(this.#redis);
  }

  async #connected(): Promise<Redis> {
    if (this.#redis?.status === 'ready') return this.#redis;
    this.#connecting ??= connect(this.#url).finally(() => {
      this.#connecting = undefined;
    });
    this.#redis = await this.#connecting;
    return this.#redis;
  }

  /** Its other commands fail with it. */
  #drop(redis: Redis): void {
    redis.disconnect();
    if (this.#redis === redis) this.#redis = undefined;
  }
}

async function connect(url: string): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_LIMIT_MS,
    // This module replaces connections itself, and a command never waits for one.
    retryStrategy: () => null,
    enableOfflineQueue: false,
  });
  // ioredis rejects with "Connection is closed" and reports the cause only here.
  let cause: unknown;
  redis.on('error', (error) => {
    cause ??= error;
  });
  try {
    await inTime(redis.connect(), CONNECT_LIMIT_MS);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw new RedisFailure(reasonOf(cause ?? error), { cause: cause ?? error });
  }
}

/** `ECONNREFUSED`, `WRONGPASS`, `READONLY`, `OOM`: Redis begins each refusal with its code. */
function reasonOf(error: unknown): string {
  if (error instanceof RedisFailure) return error.message;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return /^[A-Z][A-Z\d]+(?= )/.exec(String(message))?.[0] ?? 'the connection failed';
}

let shared: { url: string; link: RedisLink } | undefined;

export function sharedRedis(url: string): RedisLink {
  if (shared?.url !== url) shared = { url, link: new RedisLink(url) };
  return shared.link;
}

/**
 * Rejects when a promise is not settled in time. ioredis has such a limit too (`commandTimeout`), but it strikes too
 * early: when the event loop was busy, its timer fires before the answer is read that has long been in the socket. Here
 * the socket is read once more first.
 */
export function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => setImmediate(() => reject(new RedisFailure(`no answer within ${limitMs} ms`))),
      limitMs,
    );
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** How long Redis is left alone after it failed, so that not every request waits for another failure. */
const REDIS_PAUSE_MS = 5_000;

/** Uses Redis while it answers, and this process's memory while it does not; the log says so once each way. */
export class RedisOrMemory {
  #awayUntilMs: number | undefined;
  readonly #what: string;
  readonly #link: Pick<RedisLink, 'reportAway'> | undefined;
  readonly #logger: Logger;
  readonly #now: () => number;

  constructor(
    what: string,
    link: Pick<RedisLink, 'reportAway'> | undefined,
    logger: Logger,
    now: () => number = () => performance.now(),
  ) {
    this.#what = what;
    this.#link = link;
    this.#logger = logger;
    this.#now = now;
  }

  async run<T>(inRedis: (() => Promise<T>) | undefined, inMemory: () => Promise<T> | T): Promise<T> {
    if (!inRedis || this.#now() < (this.#awayUntilMs ?? 0)) return inMemory();
    try {
      const result = await inRedis();
      this.#answered();
      return result;
    } catch (error) {
      this.#failed(error);
      return inMemory();
    }
  }

  #answered(): void {
    if (this.#awayUntilMs !== undefined && this.#link?.reportAway(false))
      this.#logger.info({ event: 'redis_back', what: this.#what });
    this.#awayUntilMs = undefined;
  }

  #failed(error: unknown): void {
    const reason = error instanceof RedisFailure ? error.message : 'an error of another kind';
    if (this.#awayUntilMs === undefined && this.#link?.reportAway(true))
      this.#logger.error(
        { event: 'redis_lost', what: this.#what, setting: 'REDIS_URL', reason },
        `${this.#what} are kept in memory until Redis is back`,
      );
    this.#awayUntilMs = this.#now() + REDIS_PAUSE_MS;
  }
}
