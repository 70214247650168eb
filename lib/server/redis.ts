/**
 * The connection of this process to Redis, replaced whenever it fails. All time limits are short, because a user waits,
 * and the callers work without Redis.
 *
 * Any answer that is not a success means that Redis is unavailable: after a failover the same connection is one to a
 * read-only replica, a full Redis refuses every write, and an interrupted connection may just stay silent. So each
 * failure closes the connection, and the next call resolves the address again.
 */
import { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** The limit of one command on an open connection. */
const ANSWER_LIMIT_MS = 300;
/** The limit of connecting: name, TCP, TLS, password. */
const CONNECT_LIMIT_MS = 1_000;
/** A key of the limits and one of the records. `pcall` returns the error itself; older versions would wrap it. */
const WRITE = "return redis.pcall('SET', KEYS[1], '1', 'PX', 10000)";
const WRITE_KEYS = ['once-codes:ready', 'sessions:ready'];

/** Why Redis could not be used: the code of the network or of Redis, not its text. */
export class RedisFailure extends Error {
  override name = 'RedisFailure';
}

/**
 * Which Redis is unavailable. On `globalThis`, because Next loads modules once for routes and once more at the start.
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

  /**
   * Rejects unless Redis accepts a write by a script over keys with different hash slots, which the limits and records
   * need. @throws RedisFailure
   */
  async write(): Promise<void> {
    await this.run(async (redis) => {
      const answer = await redis.eval(WRITE, WRITE_KEYS.length, ...WRITE_KEYS);
      if (answer !== 'OK') throw new RedisFailure('the write was not confirmed');
    });
  }

  /** Records that Redis is unavailable or back. @returns true for the first caller, which logs it */
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

  /** Closes the connection, which fails its other commands. */
  #drop(redis: Redis): void {
    redis.disconnect();
    if (this.#redis === redis) this.#redis = undefined;
  }
}

async function connect(url: string): Promise<Redis> {
  let redis: Redis | undefined;
  // ioredis rejects with "Connection is closed" and reports the cause only here.
  let cause: unknown;
  try {
    redis = new Redis(url, {
      lazyConnect: true,
      // This module limits the time and replaces connections itself, and a command never waits for one.
      retryStrategy: () => null,
      enableOfflineQueue: false,
    });
    redis.on('error', (error) => {
      cause ??= error;
    });
    await inTime(redis.connect(), CONNECT_LIMIT_MS);
    return redis;
  } catch (error) {
    redis?.disconnect();
    throw new RedisFailure(reasonOf(cause ?? error), { cause: cause ?? error });
  }
}

/** `ECONNREFUSED`, `WRONGPASS`, `READONLY`, `OOM`: the first word of Redis's answer is its code. */
function reasonOf(error: unknown): string {
  if (error instanceof RedisFailure) return error.message;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return /^[A-Z][A-Z\d]+(?= )/.exec(String(message))?.[0] ?? 'the connection failed';
}

/** Logs that Redis is back, if it was lost. @param what the part of the server that noticed it */
export function reportBack(link: Pick<RedisLink, 'reportAway'>, what: string, logger: Logger): void {
  if (link.reportAway(false)) logger.info({ event: 'redis_back', what });
}

let shared: { url: string; link: RedisLink } | undefined;

/** Returns the connection to Redis that all parts of this process share. */
export function sharedRedis(url: string): RedisLink {
  if (shared?.url !== url) shared = { url, link: new RedisLink(url) };
  return shared.link;
}

const TURNS = 10;

/**
 * Rejects when a promise does not settle in time. The limits of ioredis are too early: when the event loop was busy,
 * their timers fire before an answer in the socket is read. This one waits for ten turns of the loop, each of which reads
 * the socket, and reads it once more before the end.
 */
export function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const wait = (turns: number) => {
      const giveUp = () => setImmediate(() => reject(new RedisFailure(`no answer within ${limitMs} ms`)));
      timer = setTimeout(() => (turns > 1 ? wait(turns - 1) : giveUp()), limitMs / TURNS);
    };
    wait(TURNS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** How long Redis is not used after a failure, so that not every request waits for another one. */
const REDIS_PAUSE_MS = 5_000;

/** Uses Redis while it answers, and this process's memory while it does not. The first part that notices logs it. */
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

  /** Runs `inRedis`; or `inMemory` without it, and for 5 s after a failure. Rejects only if `inMemory` does. */
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
    this.#awayUntilMs = undefined;
    if (this.#link) reportBack(this.#link, this.#what, this.#logger);
  }

  #failed(error: unknown): void {
    const reason = error instanceof RedisFailure ? error.message : 'an error of another kind';
    // Another part may have found it back since this one's last failure.
    if (this.#link?.reportAway(true))
      this.#logger.error(
        { event: 'redis_lost', what: this.#what, setting: 'REDIS_URL', reason },
        `${this.#what} are kept in memory until Redis is back`,
      );
    this.#awayUntilMs = this.#now() + REDIS_PAUSE_MS;
  }
}
