/**
 * The one connection to Redis of this process. Patience is short throughout: whoever asks has a person waiting, and
 * something to fall back on. It must not know what it is used for.
 */
import { Redis } from 'ioredis';

let shared: Redis | undefined;

export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    connectTimeout: 1_000,
    commandTimeout: 300,
    // A command that waits for a connection gives up with it, instead of being carried out long after its asker left.
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  // Each command rejects with the same failure, and its caller reports it; ioredis would print it on every attempt.
  redis.on('error', () => {});
  return redis;
}

export function sharedRedis(url: string): Redis {
  shared ??= connectRedis(url);
  return shared;
}
