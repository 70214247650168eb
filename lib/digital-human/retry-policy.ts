/**
 * The only place that decides about trying again. Pure: (what failed, at which attempt) → again after a pause | give up.
 * Every attempt uses a new once code, so an attempt has a price. SWR and the route never retry.
 */
import type { Failure } from './failure';

/** A start makes at most this many attempts, each with a once code of its own. */
export const MAX_ATTEMPTS = 3;

/** Longest pause before attempt 2 and 3. MetaStudio frees a slot only when somebody leaves, so `busy` waits longer. */
const longestPausesMs = { usual: [1_000, 3_000], busy: [5_000, 10_000] } as const;

export type RetryDecision = { again: true; delayMs: number } | { again: false };

/**
 * @param attempt the one that failed, from 1
 * @param random 0 ≤ n < 1; spreads the pauses so that many pages refused at once do not come back at once
 */
export function decideRetry(failure: Failure, attempt: number, random: () => number = Math.random): RetryDecision {
  if (failure.retry !== 'auto' || attempt >= MAX_ATTEMPTS) return { again: false };
  // Nobody refused anything: the code was too old before it was used. It is replaced unseen.
  if (failure.code === 'once_code_expired') return { again: true, delayMs: 0 };
  const pausesMs = longestPausesMs[failure.kind === 'busy' ? 'busy' : 'usual'];
  const longestMs = pausesMs[attempt - 1] ?? pausesMs[1];
  return { again: true, delayMs: Math.round(longestMs * (0.5 + random() / 2)) };
}
