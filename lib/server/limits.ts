/**
 * How many once codes may be minted: for one person, and for all together (the tenant's limit, so that no request is
 * sent that the cloud would refuse). Counted in memory, or in Redis for several instances; while Redis is away each
 * instance counts for itself. Client addresses play no part, as everybody is signed in.
 */
import type { Logger } from 'pino';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../api/errors';
import { hashUserId, log } from './log';
import { MemoryRateLimiter } from './memory-rate-limiter';
import { RedisFailure, type RedisLink, sharedRedis } from './redis';
import { redisLimiter } from './redis-limiter';
import { MemoryRollingWindow, type Place, RedisRollingWindow, type RollingWindow } from './rolling-window';
import { limitSettings } from './settings';

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
  #redisAwayUntilMs: number | undefined;

  constructor(
    settings: LimitSettings,
    redis?: RedisLink,
    private readonly logger: Logger = log,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#inMemory = countersInMemory(settings, now);
    this.#inRedis = redis && countersInRedis(settings, redis);
  }

  /**
   * Makes the call, which counts as one code however it goes. @throws AppError `rate_limited`, or what the call throws
   */
  async run<T>(userId: string, call: () => Promise<T>): Promise<T> {
    const place = await this.#take(hashUserId(userId));
    try {
      return await call();
    } finally {
      place?.end();
    }
  }

  async #take(user: string): Promise<Place | undefined> {
    if (!this.#inRedis || this.now() < (this.#redisAwayUntilMs ?? 0)) return takeFrom(this.#inMemory, user);
    try {
      const place = await takeFrom(this.#inRedis, user);
      this.#redisAnswered();
      return place;
    } catch (error) {
      if (error instanceof AppError) {
        this.#redisAnswered();
        throw error;
      }
      this.#redisFailed(error);
      return takeFrom(this.#inMemory, user);
    }
  }

  #redisFailed(error: unknown): void {
    if (this.#redisAwayUntilMs === undefined)
      this.logger.error(
        {
          event: 'redis_lost',
          setting: 'REDIS_URL',
          reason: error instanceof RedisFailure ? error.message : 'an error of another kind',
        },
        'limits are counted in memory until Redis is back',
      );
    this.#redisAwayUntilMs = this.now() + REDIS_PAUSE_MS;
  }

  #redisAnswered(): void {
    if (this.#redisAwayUntilMs !== undefined) this.logger.info({ event: 'redis_back' });
    this.#redisAwayUntilMs = undefined;
  }
}

/** First the person's own limits, then the tenant's. When one refuses, the earlier ones give back what they counted. */
async function takeFrom({ user: userLimits, tenant }: Counters, user: string): Promise<Place | undefined> {
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
  const taken = await tenant.take();
  return 'waitMs' in taken ? refuse(taken.waitMs, 'more than the tenant’s limit in a second') : taken.place;
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

/** One for the process: each one counts for itself. */
let shared: OnceCodeLimits | undefined;

export function onceCodeLimits(): OnceCodeLimits {
  if (!shared) {
    const settings = limitSettings();
    shared = new OnceCodeLimits(settings, settings.redisUrl ? sharedRedis(settings.redisUrl) : undefined);
  }
  return shared;
}
