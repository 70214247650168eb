/**
 * At most so many in any span of time, wherever it begins. The fixed windows of a common rate limiter let twice as many
 * through around their seam, and the cloud, whose seams lie elsewhere, refuses the rest. It must not know what is counted.
 */
import type { Redis } from 'ioredis';

export interface RollingWindow {
  /** 0 when let through, else the milliseconds until there is room. */
  take(): Promise<number>;
}

export interface RollingWindowOptions {
  limit: number;
  spanMs: number;
}

/**
 * What was let through counts from the moment it left, not from when it was let through: a crowd can keep the event loop
 * in one turn for seconds, and everything let through in that turn leaves together at its end.
 */
export class MemoryRollingWindow implements RollingWindow {
  readonly #taken: { leftAtMs: number | undefined }[] = [];

  constructor(
    private readonly options: RollingWindowOptions,
    /** Must never go back. */
    private readonly now: () => number = () => performance.now(),
    /** Calls back when what was let through in this turn has left. */
    private readonly onceLeft: (stamp: () => void) => void = (stamp) => setImmediate(stamp),
  ) {}

  async take(): Promise<number> {
    const { limit, spanMs } = this.options;
    const nowMs = this.now();
    const oldest = this.#taken[0];
    if (this.#taken.length >= limit && oldest) {
      const sinceMs = nowMs - (oldest.leftAtMs ?? nowMs);
      if (sinceMs < spanMs) return spanMs - sinceMs;
      this.#taken.shift();
    }
    const taken: { leftAtMs: number | undefined } = { leftAtMs: undefined };
    this.#taken.push(taken);
    this.onceLeft(() => {
      taken.leftAtMs = this.now();
    });
    return 0;
  }
}

/** One atomic step on Redis's own clock, so that it holds across instances. Returns microseconds, as Redis counts. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local span = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - span)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] + span - now
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(span / 1000))
return 0`;

export class RedisRollingWindow implements RollingWindow {
  constructor(
    private readonly options: RollingWindowOptions,
    private readonly redis: Redis,
    private readonly key: string,
  ) {}

  async take(): Promise<number> {
    const { limit, spanMs } = this.options;
    const waitUs = await this.redis.eval(TAKE, 1, this.key, limit, spanMs * 1000, crypto.randomUUID());
    return Number(waitUs) / 1000;
  }
}
