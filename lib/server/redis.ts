/**
 * The one connection to Redis of this process. Patience is short throughout: whoever asks has a person waiting, and
 * something to fall back on. It must not know what it is used for.
 */
import { Redis } from 'ioredis';

/** Of silence on a line that is up. */
const ANSWER_LIMIT_MS = 300;

/**
 * Rejects when a command is not answered in time. ioredis's own limit strikes too early: after a long turn of the event
 * loop its timer comes before the answer, which has been in the socket for long. Here the socket is read once more first.
 */
export function answerInTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => setImmediate(() => reject(new Error(`Redis did not answer within ${ANSWER_LIMIT_MS} ms`))),
      ANSWER_LIMIT_MS,
    );
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

let shared: Redis | undefined;

export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    connectTimeout: 1_000,
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
