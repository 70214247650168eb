/**
 * The one connection to Redis of this process. All its time limits are short, because a person waits for the answer and
 * the caller can do without. It must not know what it is used for.
 */
import { Redis } from 'ioredis';

export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    connectTimeout: 1_000,
    // A command fails with the connection it waits for, instead of being carried out when nobody waits for it any more.
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  // Each command rejects with the same failure, and its caller reports it; ioredis would print it on every attempt.
  redis.on('error', () => {});
  return redis;
}

let shared: Redis | undefined;

export function sharedRedis(url: string): Redis {
  shared ??= connectRedis(url);
  return shared;
}

/** For one command, on a connection that is up. */
const ANSWER_LIMIT_MS = 300;

/**
 * Rejects when a command is not answered in time. ioredis has such a limit too (`commandTimeout`), but it strikes too
 * early: when the event loop was busy, its timer fires before the answer is read that has long been in the socket. Here
 * the socket is read once more first.
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
