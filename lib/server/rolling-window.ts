/**
 * At most so many in any span of time, wherever it begins. The fixed windows of a common rate limiter let twice as many
 * through around their seam, and the cloud, whose seams lie elsewhere, refuses the rest. It must not know what is counted.
 *
 * A call counts while it is under way and for a span after its end. When it reached the other side cannot be known from
 * here: a crowd keeps the event loop in one turn for seconds, new connections take their time, and what was let through
 * seconds apart leaves together. But it arrived before it was answered, so whoever takes its place comes a span later.
 */
import type { Redis } from 'ioredis';
import { answerInTime } from './redis';

export interface RollingWindow {
  /** A place, or the milliseconds until there may be one. */
  take(): Promise<Place | number>;
}

export interface Place {
  /** To be called when the call is over, however it went. */
  end(): void;
}

export interface RollingWindowOptions {
  limit: number;
  spanMs: number;
}

export class MemoryRollingWindow implements RollingWindow {
  #places: { endedAtMs?: number }[] = [];

  constructor(
    private readonly options: RollingWindowOptions,
    /** Must never go back. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  async take(): Promise<Place | number> {
    const { limit, spanMs } = this.options;
    const nowMs = this.now();
    this.#places = this.#places.filter(({ endedAtMs = nowMs }) => nowMs - endedAtMs < spanMs);
    if (this.#places.length >= limit) {
      const firstEndMs = this.#places.reduce((first, { endedAtMs = nowMs }) => Math.min(first, endedAtMs), nowMs);
      return firstEndMs + spanMs - nowMs;
    }
    const place: { endedAtMs?: number } = {};
    this.#places.push(place);
    return {
      end: () => {
        place.endedAtMs = this.now();
      },
    };
  }
}

/** How long the place of an instance that died counts, at most: longer than any call takes. */
const LEASE_MS = 20_000;

/**
 * One atomic step on Redis's own clock, so that it holds across instances. The score is when the call ended, and in the
 * future while it is under way. Times are microseconds, as Redis counts.
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
  constructor(
    private readonly options: RollingWindowOptions,
    private readonly redis: Redis,
    private readonly key: string,
  ) {}

  async take(): Promise<Place | number> {
    const { limit, spanMs } = this.options;
    const place = crypto.randomUUID();
    const end = () => {
      // Without Redis the place counts for its lease; whoever asks next reports the loss.
      this.redis.eval(END, 1, this.key, place).catch(() => {});
    };
    try {
      const taking = this.redis.eval(TAKE, 1, this.key, limit, spanMs * 1000, LEASE_MS * 1000, place);
      const waitUs = await answerInTime(taking);
      return Number(waitUs) > 0 ? Number(waitUs) / 1000 : { end };
    } catch (error) {
      end(); // an answer that came too late may have been a place
      throw error;
    }
  }
}
