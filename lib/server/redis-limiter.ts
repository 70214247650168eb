/** rate-limiter-flexible keeps to the connection it was made with, and `RedisLink` replaces connections: one limiter for each. */
import type { Redis } from 'ioredis';
import { type IRateLimiterOptions, RateLimiterRedis } from 'rate-limiter-flexible';

export function redisLimiter(options: IRateLimiterOptions): (redis: Redis) => RateLimiterRedis {
  const limiters = new WeakMap<Redis, RateLimiterRedis>();
  return (redis) => {
    const limiter = limiters.get(redis) ?? new RateLimiterRedis({ ...options, storeClient: redis });
    limiters.set(redis, limiter);
    return limiter;
  };
}
