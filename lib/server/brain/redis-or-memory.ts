/** Uses Redis while it answers, and this process's memory while it does not; the log says so once each way. */
import type { Logger } from 'pino';
import { RedisFailure } from '../redis';

/** How long Redis is left alone after it failed, so that not every request waits for another failure. */
const REDIS_PAUSE_MS = 5_000;

export class RedisOrMemory {
  #awayUntilMs: number | undefined;
  readonly #what: string;
  readonly #logger: Logger;
  readonly #now: () => number;

  constructor(what: string, logger: Logger, now: () => number = () => performance.now()) {
    this.#what = what;
    this.#logger = logger;
    this.#now = now;
  }

  async run<T>(inRedis: (() => Promise<T>) | undefined, inMemory: () => Promise<T> | T): Promise<T> {
    if (!inRedis || this.#now() < (this.#awayUntilMs ?? 0)) return inMemory();
    try {
      const result = await inRedis();
      if (this.#awayUntilMs !== undefined) this.#logger.info({ event: 'redis_back', what: this.#what });
      this.#awayUntilMs = undefined;
      return result;
    } catch (error) {
      if (this.#awayUntilMs === undefined)
        this.#logger.error(
          {
            event: 'redis_lost',
            what: this.#what,
            setting: 'REDIS_URL',
            reason: error instanceof RedisFailure ? error.message : 'an error of another kind',
          },
          `${this.#what} are kept in memory until Redis is back`,
        );
      this.#awayUntilMs = this.#now() + REDIS_PAUSE_MS;
      return inMemory();
    }
  }
}
