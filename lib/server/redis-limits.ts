/**
 * The limits on once codes for several instances. They are counted in Redis; while Redis is unavailable, each instance
 * counts for itself. Call `shareLimits()` when the server starts.
 */
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type IRateLimiterOptions, RateLimiterRedis } from 'rate-limiter-flexible';
import {
  type Counted,
  type Counters,
  countIn,
  type LimiterOptions,
  type LimitSettings,
  provideSharedCounters,
  refusalOf,
  type SharedCounters,
  TENANT_SPAN_MS,
  type UserLimit,
  userLimitsOf,
} from './limits.ts';
import { log } from './log.ts';
import { RedisFailure, type RedisLink, RedisOrMemory, sharedRedis } from './redis.ts';
import type { Acquired, RollingWindow, RollingWindowOptions } from './rolling-window.ts';

/**
 * Makes `onceCodeLimits()` count in Redis. Without REDIS_URL it has no effect.
 * @example
 * shareLimits(limitSettings());
 */
export function shareLimits(settings: LimitSettings): void {
  if (settings.redisUrl) provideSharedCounters(new RedisCounters(settings, sharedRedis(settings.redisUrl)));
}

export class RedisCounters implements SharedCounters {
  readonly #inRedis: Counters;
  readonly #shared: RedisOrMemory;

  constructor(
    settings: LimitSettings,
    link: RedisLink,
    logger: Logger = log,
    now: () => number = () => performance.now(),
  ) {
    this.#inRedis = countersInRedis(settings, link);
    this.#shared = new RedisOrMemory('limits', link, logger, now);
  }

  count(user: string, inMemory: () => Promise<Counted>): Promise<Counted> {
    return this.#shared.run(() => countIn(this.#inRedis, user), inMemory);
  }
}

const countersInRedis = (settings: LimitSettings, link: RedisLink): Counters => ({
  user: userLimitsOf(settings, (name, options) => limitInRedis(name, options, link)),
  tenant: settings.perSecond
    ? new RedisRollingWindow({ limit: settings.perSecond, spanMs: TENANT_SPAN_MS }, link, 'once-codes:tenant')
    : undefined,
});

function limitInRedis(name: string, options: LimiterOptions, link: RedisLink): UserLimit {
  const limiterOn = redisLimiter(options);
  return {
    name,
    points: options.points,
    consume: (user) => link.run((redis) => refusalOf(limiterOn(redis).consume(user))),
    giveBack: (user) => link.run((redis) => limiterOn(redis).reward(user)),
  };
}

/** One limiter per connection: the library's limiter keeps its connection, and `RedisLink` replaces connections. */
export function redisLimiter(options: IRateLimiterOptions): (redis: Redis) => RateLimiterRedis {
  const limiters = new WeakMap<Redis, RateLimiterRedis>();
  return (redis) => {
    const limiter = limiters.get(redis) ?? new RateLimiterRedis({ ...options, storeClient: redis });
    limiters.set(redis, limiter);
    return limiter;
  };
}

/** How long a call counts if its instance ends before it. It is longer than any call takes. */
const LEASE_MS = 20_000;

/**
 * One atomic step by Redis's own clock, so that it is correct for all instances. A call's score is the time of its end,
 * which is in the future until then. Times are in microseconds, as Redis counts them.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local span = tonumber(ARGV[2])
local lease = tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - span)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  local first = tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
  return math.min(first, now) + span - now
end
redis.call('ZADD', KEYS[1], now + lease, ARGV[4])
redis.call('PEXPIRE', KEYS[1], math.ceil((lease + span) / 1000))
return 0`;
const END = `
local time = redis.call('TIME')
return redis.call('ZADD', KEYS[1], 'XX', time[1] * 1000000 + time[2], ARGV[1])`;

class RedisRollingWindow implements RollingWindow {
  readonly #options: RollingWindowOptions;
  readonly #redis: RedisLink;
  readonly #key: string;

  constructor(options: RollingWindowOptions, redis: RedisLink, key: string) {
    this.#options = options;
    this.#redis = redis;
    this.#key = key;
  }

  async acquire(): Promise<Acquired> {
    const { limit, spanMs } = this.#options;
    const permitId = crypto.randomUUID();
    const release = () => {
      // Without Redis the permit counts for its lease; the next call reports the loss.
      this.#redis.run((redis) => redis.eval(END, 1, this.#key, permitId)).catch(() => {});
    };
    try {
      const waitUs = await this.#redis.run(async (redis) => {
        const answer = await redis.eval(TAKE, 1, this.#key, limit, spanMs * 1000, LEASE_MS * 1000, permitId);
        if (typeof answer !== 'number') throw new RedisFailure('an answer of another kind');
        return answer;
      });
      return waitUs > 0 ? { waitMs: waitUs / 1000 } : { permit: { release } };
    } catch (error) {
      release(); // an answer that came too late may have been a permit
      throw error;
    }
  }
}
