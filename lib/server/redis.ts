/**
 * The one connection to Redis of this process, replaced whenever it fails. All its time limits are short, because a person
 * waits for the answer and the caller can do without.
 *
 * Whatever Redis answers that is no success counts as being away: after a failover the same connection leads to a read-only
 * replica, a full one refuses every write, and a connection that was cut without a word stays silent. So each failure costs
 * the connection, and the next call looks the address up anew.
 */
import { Redis } from 'ioredis';

/** For one command, on a connection that is up. */
const ANSWER_LIMIT_MS = 300;
/** For the connection: name, TCP, TLS, password. */
const CONNECT_LIMIT_MS = 1_000;

/** Why Redis could not be used: the code of the network or of Redis, never its text. */
export class RedisFailure extends Error {
  override name = 'RedisFailure';
}

export class RedisLink {
  readonly #url: string;
  #redis: Redis | undefined;
  #connecting: Promise<Redis> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws RedisFailure */
  async run<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = await this.#connected();
    try {
      return await inTime(use(redis), ANSWER_LIMIT_MS);
    } catch (error) {
      this.#drop(redis);
      throw new RedisFailure(reasonOf(error));
    }
  }

  /** Rejects unless Redis takes a write. @throws RedisFailure */
  async write(): Promise<void> {
    await this.run(async (redis) => {
      const answer = await redis.set('digital-human:ready', '1', 'PX', 10_000);
      if (answer !== 'OK') throw new RedisFailure('the write was not confirmed');
    });
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
  // ioredis rejects with "Connection is closed" and tells the cause only here.
  let cause: unknown;
  redis.on('error', (error) => {
    cause ??= error;
  });
  try {
    await inTime(redis.connect(), CONNECT_LIMIT_MS);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw new RedisFailure(reasonOf(cause ?? error));
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
 * Rejects when a promise is not settled in time. ioredis has such a limit too (`commandTimeout`), but it strikes too early:
 * when the event loop was busy, its timer fires before the answer is read that has long been in the socket. Here the socket
 * is read once more first.
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
