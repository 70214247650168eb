/**
 * Limits how many once codes the server requests: for one user, and for all users together. The second is the tenant's
 * limit, above which the cloud refuses. They are counted in this process's memory; `redis-limits.ts` provides counters
 * that several instances share. IP addresses do not matter, because every user is signed in.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../api/errors.ts';
import { hashUserId, log } from './log.ts';
import { MemoryRollingWindow, type Permit, type RollingWindow } from './rolling-window.ts';

/** How many once codes may be requested. 0 turns a limit off. */
export interface LimitSettings {
  perUserPerMinute: number;
  perUserPerDay: number;
  /** For all users together. */
  perSecond: number;
  /** Where instances share their counters; undefined for a single instance. */
  redisUrl: string | undefined;
}

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 24 * 60 * 60;
export const TENANT_SPAN_MS = 1_000;

export interface UserLimit {
  name: string;
  points: number;
  /** Counts one. At the limit it resolves with the library's refusal. */
  consume(user: string): Promise<RateLimiterRes | undefined>;
  giveBack(user: string): Promise<unknown>;
}

/** Options of `rate-limiter-flexible`. `duration` is in seconds. */
export interface LimiterOptions {
  points: number;
  duration: number;
  keyPrefix: string;
}

export interface Counters {
  user: UserLimit[];
  tenant: RollingWindow | undefined;
}

/** Either allowed, with a permit if there is a limit for all users, or refused, with the wait and the reason. */
export type Counted = { permit: Permit | undefined } | { waitMs: number; reason: string };

/**
 * Counters that all instances share. They throw no `AppError`, which could be of another class: see
 * `provideSharedCounters`.
 */
export interface SharedCounters {
  /** @param inMemory counts in this instance alone, for when the shared counters cannot be reached */
  count(user: string, inMemory: () => Promise<Counted>): Promise<Counted>;
}

export class OnceCodeLimits {
  readonly #inMemory: Counters;
  readonly #shared: SharedCounters | undefined;

  constructor(settings: LimitSettings, shared?: SharedCounters, now: () => number = () => performance.now()) {
    this.#inMemory = countersInMemory(settings, now);
    this.#shared = shared;
  }

  /**
   * Counts one code and makes the call. A failed call counts, too.
   * @throws AppError `rate_limited`, or what the call throws
   */
  async run<T>(userId: string, call: () => Promise<T>): Promise<T> {
    const counted = await this.#count(hashUserId(userId));
    if ('waitMs' in counted) {
      const { waitMs, reason } = counted;
      throw new AppError('rate_limited', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)), reason });
    }
    try {
      return await call();
    } finally {
      counted.permit?.release();
    }
  }

  #count(user: string): Promise<Counted> {
    const inMemory = () => countIn(this.#inMemory, user);
    return this.#shared ? this.#shared.count(user, inMemory) : inMemory();
  }
}

/** Checks the user's limits, then the tenant's. If one refuses, the earlier ones take back what they counted. */
export async function countIn({ user: userLimits, tenant }: Counters, user: string): Promise<Counted> {
  const counted: UserLimit[] = [];
  const refuse = async (waitMs: number, reason: string): Promise<Counted> => {
    await Promise.all(counted.map((limit) => limit.giveBack(user)));
    return { waitMs, reason };
  };
  for (const limit of userLimits) {
    const refusal = await limit.consume(user);
    if (refusal) return refuse(refusal.msBeforeNext, `more than ${limit.points} for one user in a ${limit.name}`);
    counted.push(limit);
  }
  if (!tenant) return { permit: undefined };
  const acquired = await tenant.acquire();
  return 'waitMs' in acquired ? refuse(acquired.waitMs, 'more than the tenant’s limit in a second') : acquired;
}

/** The library rejects with a result at the limit, and with an `Error` when its store fails. */
export const refusalOf = (consuming: Promise<RateLimiterRes>): Promise<RateLimiterRes | undefined> =>
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

export const userLimitsOf = (
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

/** Runs a function in the asynchronous context of load time, which belongs to no later request. */
const outsideOfRequests = AsyncLocalStorage.snapshot();

/**
 * A `RateLimiterMemory` that does not keep requests in memory. The library sets a timer for each key, for up to a day.
 * Node keeps the timer's asynchronous context, and Next keeps the whole request in that: 17 kB per user and limit.
 */
export class MemoryRateLimiter extends RateLimiterMemory {
  override consume(...parameters: Parameters<RateLimiterMemory['consume']>) {
    return outsideOfRequests(() => super.consume(...parameters));
  }

  override reward(...parameters: Parameters<RateLimiterMemory['reward']>) {
    return outsideOfRequests(() => super.reward(...parameters));
  }
}

const KEY = Symbol.for('digital-human.shared-counters');
const holder = globalThis as { [KEY]?: SharedCounters };

/**
 * Gives `onceCodeLimits` its shared counters. Call it before the first request. They are kept on `globalThis`, because
 * Next loads modules once for routes and once more at the start, so that each has its own `AppError` class.
 */
export function provideSharedCounters(counters: SharedCounters): void {
  holder[KEY] = counters;
}

let ofProcess: OnceCodeLimits | undefined;

/** The limits of this process, created at the first request. Two objects would count separately. */
export function onceCodeLimits(settings: LimitSettings): OnceCodeLimits {
  if (!ofProcess && settings.redisUrl && !holder[KEY])
    log.error(
      { event: 'limits_not_shared', setting: 'REDIS_URL' },
      'Each instance counts for itself: call shareLimits() of redis-limits.ts when the server starts',
    );
  ofProcess ??= new OnceCodeLimits(settings, holder[KEY]);
  return ofProcess;
}
