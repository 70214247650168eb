/**
 * A sliding-window limit: at most `limit` calls in any span of time, wherever the span begins. A fixed window lets
 * twice as many through around its boundary, and the cloud, whose boundaries lie elsewhere, refuses the rest.
 *
 * A call counts while it is under way and for one span after its end. When it reached the cloud cannot be known here: a
 * busy event loop and new connections delay calls by seconds, so calls that were let through seconds apart may leave
 * together. But a call has arrived before it is answered, so the call that gets its permit arrives a whole span later.
 */
import { RedisFailure, type RedisLink } from './redis';

export interface RollingWindow {
  acquire(): Promise<Acquired>;
}

/** A permit, or how long it takes at least until there is one. */
export type Acquired = { permit: Permit } | { waitMs: number };

export interface Permit {
  /** Call it when the call is over, however it went. */
  release(): void;
}

export interface RollingWindowOptions {
  limit: number;
  spanMs: number;
}

export class MemoryRollingWindow implements RollingWindow {
  #calls: { endedAtMs?: number }[] = [];

  readonly #options: RollingWindowOptions;
  readonly #now: () => number;

  /** @param now must never go back */
  constructor(options: RollingWindowOptions, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#now = now;
  }

  async acquire(): Promise<Acquired> {
    const { limit, spanMs } = this.#options;
    const nowMs = this.#now();
    this.#calls = this.#calls.filter(({ endedAtMs = nowMs }) => nowMs - endedAtMs < spanMs);
    if (this.#calls.length >= limit) {
      const firstEndMs = this.#calls.reduce((first, { endedAtMs = nowMs }) => Math.min(first, endedAtMs), nowMs);
      return { waitMs: firstEndMs + spanMs - nowMs };
    }
    const call: { endedAtMs?: number } = {};
    this.#calls.push(call);
    const release = () => {
      call.endedAtMs = this.#now();
    };
    return { permit: { release } };
  }
}

/** How long a call counts whose instance died before its end. Longer than any call takes. */
const LEASE_MS = 20_000;

/**
 * One atomic step on Redis's own clock, so that it holds across instances. A call's score is the time of its end, which
 * lies in the future while it is under way. Times are in microseconds, as Redis counts them.
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

export class RedisRollingWindow implements RollingWindow {
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
