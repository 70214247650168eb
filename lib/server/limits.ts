/**
 * How many once codes the server may request: for one user, and for all together. The second is the tenant's limit, beyond
 * which the cloud would refuse. Counted in memory, or in Redis for several instances; while Redis is away, each instance
 * counts for itself. Client addresses play no part, because every user is signed in.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type IRateLimiterOptions, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../api/errors';
import { hashUserId, log } from './log';
import { RedisFailure, type RedisLink, sharedRedis } from './redis';
import { MemoryRollingWindow, type Permit, RedisRollingWindow, type RollingWindow } from './rolling-window';

/** 0 turns a limit off. */
export interface LimitSettings {
  perUserPerMinute: number;
  perUserPerDay: number;
  perSecond: number;
  redisUrl: string | undefined;
}

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 24 * 60 * 60;
const TENANT_SPAN_MS = 1_000;
/** How long Redis is left alone after it failed, so that not every request waits for another failure. */
const REDIS_PAUSE_MS = 5_000;

interface UserLimit {
  name: string;
  points: number;
  /** Counts one; at the limit the answer is what the library rejects with. */
  consume(user: string): Promise<RateLimiterRes | undefined>;
  giveBack(user: string): Promise<unknown>;
}

/** As `rate-limiter-flexible` names them; `duration` is in seconds. */
interface LimiterOptions {
  points: number;
  duration: number;
  keyPrefix: string;
}

interface Counters {
  user: UserLimit[];
  tenant: RollingWindow | undefined;
}

export class OnceCodeLimits {
  readonly #inMemory: Counters;
  readonly #inRedis: Counters | undefined;
  readonly #logger: Logger;
  readonly #now: () => number;
  #redisAwayUntilMs: number | undefined;

  constructor(
    settings: LimitSettings,
    redis?: RedisLink,
    logger: Logger = log,
    now: () => number = () => performance.now(),
  ) {
    this.#logger = logger;
    this.#now = now;
    this.#inMemory = countersInMemory(settings, now);
    this.#inRedis = redis && countersInRedis(settings, redis);
  }

  /**
   * Makes the call, which counts as one code however it goes. @throws AppError `rate_limited`, or what the call throws
   */
  async run<T>(userId: string, call: () => Promise<T>): Promise<T> {
    const permit = await this.#acquire(hashUserId(userId));
    try {
      return await call();
    } finally {
      permit?.release();
    }
  }

  async #acquire(user: string): Promise<Permit | undefined> {
    if (!this.#inRedis || this.#now() < (this.#redisAwayUntilMs ?? 0)) return acquireFrom(this.#inMemory, user);
    try {
      const permit = await acquireFrom(this.#inRedis, user);
      this.#redisAnswered();
      return permit;
    } catch (error) {
      if (error instanceof AppError) {
        this.#redisAnswered();
        throw error;
      }
      this.#redisFailed(error);
      return acquireFrom(this.#inMemory, user);
    }
  }

  #redisFailed(error: unknown): void {
    if (this.#redisAwayUntilMs === undefined)
      this.#logger.error(
        {
          event: 'redis_lost',
          setting: 'REDIS_URL',
          reason: error instanceof RedisFailure ? error.message : 'an error of another kind',
        },
        'limits are counted in memory until Redis is back',
      );
    this.#redisAwayUntilMs = this.#now() + REDIS_PAUSE_MS;
  }

  #redisAnswered(): void {
    if (this.#redisAwayUntilMs !== undefined) this.#logger.info({ event: 'redis_back' });
    this.#redisAwayUntilMs = undefined;
  }
}

/** First the person's own limits, then the tenant's. When one refuses, the earlier ones give back what they counted. */
async function acquireFrom({ user: userLimits, tenant }: Counters, user: string): Promise<Permit | undefined> {
  const counted: UserLimit[] = [];
  const refuse = async (waitMs: number, reason: string): Promise<never> => {
    await Promise.all(counted.map((limit) => limit.giveBack(user)));
    throw new AppError('rate_limited', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)), reason });
  };
  for (const limit of userLimits) {
    const refusal = await limit.consume(user);
    if (refusal) await refuse(refusal.msBeforeNext, `more than ${limit.points} for one user in a ${limit.name}`);
    counted.push(limit);
  }
  if (!tenant) return undefined;
  const acquired = await tenant.acquire();
  return 'waitMs' in acquired ? refuse(acquired.waitMs, 'more than the tenant’s limit in a second') : acquired.permit;
}

/** The library rejects with a result when the limit is reached, and with an `Error` when its store failed. */
const refusalOf = (consuming: Promise<RateLimiterRes>): Promise<RateLimiterRes | undefined> =>
  consuming.then(
    () => undefined,
    (refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    },
  );

function limitInMemory(name: string, options: LimiterOptions): UserLimit {
  const limiter = new MemoryRateLimiter(options);
  return {
    name,
    points: options.points,
    consume: (user) => refusalOf(limiter.consume(user)),
    giveBack: (user) => limiter.reward(user),
  };
}

function limitInRedis(name: string, options: LimiterOptions, link: RedisLink): UserLimit {
  const limiterOn = redisLimiter(options);
  return {
    name,
    points: options.points,
    consume: (user) => link.run((redis) => refusalOf(limiterOn(redis).consume(user))),
    giveBack: (user) => link.run((redis) => limiterOn(redis).reward(user)),
  };
}

const userLimitsOf = (
  { perUserPerMinute, perUserPerDay }: LimitSettings,
  make: (name: string, options: LimiterOptions) => UserLimit,
) =>
  [
    { name: 'minute', points: perUserPerMinute, duration: MINUTE_SECONDS },
    { name: 'day', points: perUserPerDay, duration: DAY_SECONDS },
  ]
    .filter(({ points }) => points > 0)
    .map(({ name, points, duration }) => make(name, { points, duration, keyPrefix: `once-codes:${name}` }));

const countersInMemory = (settings: LimitSettings, now: () => number): Counters => ({
  user: userLimitsOf(settings, limitInMemory),
  tenant: settings.perSecond
    ? new MemoryRollingWindow({ limit: settings.perSecond, spanMs: TENANT_SPAN_MS }, now)
    : undefined,
});

const countersInRedis = (settings: LimitSettings, link: RedisLink): Counters => ({
  user: userLimitsOf(settings, (name, options) => limitInRedis(name, options, link)),
  tenant: settings.perSecond
    ? new RedisRollingWindow({ limit: settings.perSecond, spanMs: TENANT_SPAN_MS }, link, 'once-codes:tenant')
    : undefined,
});

/** Runs a function in the context of load time, which holds one request at most. */
const outsideOfRequests = AsyncLocalStorage.snapshot();

/**
 * `RateLimiterMemory` that does not keep requests in memory. The library sets a timer for each key, up to a day long;
 * Node keeps the asynchronous context of a timer, and Next keeps the whole request in that: 17 kB per user and limit.
 */
export class MemoryRateLimiter extends RateLimiterMemory {
  override consume(...parameters: Parameters<RateLimiterMemory['consume']>) {
    return outsideOfRequests(() => super.consume(...parameters));
  }

  override reward(...parameters: Parameters<RateLimiterMemory['reward']>) {
    return outsideOfRequests(() => super.reward(...parameters));
  }
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

let shared: OnceCodeLimits | undefined;

/** One for the process, made at the first request: several would each count for themselves. */
export function onceCodeLimits(settings: LimitSettings): OnceCodeLimits {
  shared ??= new OnceCodeLimits(settings, settings.redisUrl ? sharedRedis(settings.redisUrl) : undefined);
  return shared;
}
