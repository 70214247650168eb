/**
 * The only place that decides whether a start tries again. Pure: what failed, at which attempt → again after a pause,
 * or give up. Every attempt costs a new once code. SWR and the route never retry.
 */
import type { Failure } from './failures';

/** A start makes at most this many attempts, each with a once code of its own. */
export const MAX_ATTEMPTS = 3;

/** The longest pauses before attempts 2 and 3. A slot gets free only when somebody leaves, so `busy` waits longer. */
const longestPausesMs = { usual: [1_000, 3_000], busy: [5_000, 10_000] } as const;

export type RetryDecision = { again: true; delayMs: number } | { again: false };

/**
 * @param attempt the one that failed, from 1
 * @param random 0 ≤ n < 1; spreads the pauses so that many pages refused at once do not come back at once
 */
export function decideRetry(failure: Failure, attempt: number, random: () => number = Math.random): RetryDecision {
  if (failure.retry !== 'auto' || attempt >= MAX_ATTEMPTS) return { again: false };
  // The code was too old before it was used. Nobody refused anything: it is replaced at once, without a word.
  if (failure.code === 'once_code_expired') return { again: true, delayMs: 0 };
  const pausesMs = longestPausesMs[failure.kind === 'busy' ? 'busy' : 'usual'];
  const longestMs = pausesMs[attempt - 1] ?? pausesMs[1];
  return { again: true, delayMs: Math.round(longestMs * (0.5 + random() / 2)) };
}
