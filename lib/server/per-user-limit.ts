/** Limits how often one user may call a route. Each process counts for itself. */
import { AppError } from '../api/errors.ts';
import { MemoryRateLimiter } from './limits.ts';
import { hashUserId } from './log.ts';

/** @returns a function that counts one request of a user. It throws AppError `rate_limited` beyond the limit. */
export function perUserPerMinute(most: number): (userId: string) => Promise<void> {
  const perUser = new MemoryRateLimiter({ points: most, duration: 60 });
  return async (userId) => {
    await perUser.consume(hashUserId(userId)).catch(() => {
      throw new AppError('rate_limited', { retryAfterSeconds: 60 });
    });
  };
}
