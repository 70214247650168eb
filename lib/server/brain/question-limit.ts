/** Limits how many questions one user may ask in a minute, spoken and written together. */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { MemoryRateLimiter } from '../limits.ts';
import { type RedisLink, RedisOrMemory } from '../redis.ts';
import { redisLimiter } from '../redis-limits.ts';

const MINUTE_SECONDS = 60;

export class QuestionLimit {
  readonly #inMemory: RateLimiterAbstract | undefined;
  readonly #inRedis: ((key: string) => Promise<number>) | undefined;
  readonly #shared: RedisOrMemory;

  /** @param perMinute the number of questions; 0 for no limit */
  constructor(perMinute: number, redis: RedisLink | undefined, logger: Logger) {
    const options = { points: perMinute, duration: MINUTE_SECONDS, keyPrefix: 'questions' };
    this.#inMemory = perMinute > 0 ? new MemoryRateLimiter(options) : undefined;
    const limiterOn = redisLimiter(options);
    this.#inRedis = redis && perMinute > 0 ? (key) => redis.run((on) => consume(limiterOn(on), key)) : undefined;
    this.#shared = new RedisOrMemory('limits of questions', redis, logger);
  }

  /**
   * @param asker whose questions are counted together; Redis gets its hash
   * @returns seconds to wait, or 0 when the question may be answered
   */
  async secondsToWait(asker: string): Promise<number> {
    const memory = this.#inMemory;
    const redis = this.#inRedis;
    if (!memory) return 0;
    const key = createHash('sha256').update(asker, 'utf8').digest('base64url');
    return this.#shared.run(redis && (() => redis(key)), () => consume(memory, key));
  }
}

/** The library rejects with a result when the limit is reached, and with an `Error` when its store failed. */
async function consume(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}
