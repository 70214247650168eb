/**
 * The only place that decides whether a start tries again. Each attempt costs a once code. SWR and the route never
 * retry.
 */
import { type Failure, type FailureKind, type FailureRow, failureTable } from './failures.ts';

const rows: Record<FailureKind, FailureRow> = failureTable;

/** The most attempts that any kind of failure allows. */
export const MAX_ATTEMPTS = Math.max(...Object.values(rows).map(({ attempts = 1 }) => attempts));

/** How many attempts a start may make in all when one fails with this failure. */
export const attemptsAllowed = ({ kind }: Failure): number => rows[kind].attempts ?? MAX_ATTEMPTS;

/**
 * The longest pauses before attempts 2 and 3. `busy` waits longer: capacity is freed only when another session ends.
 */
const longestPausesMs = { usual: [1_000, 3_000], busy: [5_000, 10_000] } as const;

export type RetryDecision = { again: true; delayMs: number } | { again: false };

/**
 * @param attempt the number of the failed attempt, from 1
 * @param random returns 0 ≤ n < 1; it spreads the pauses, so that pages that fail together do not retry together
 */
export function decideRetry(failure: Failure, attempt: number, random: () => number): RetryDecision {
  if (failure.retry !== 'auto' || attempt >= attemptsAllowed(failure)) return { again: false };
  // The code expired before it was used. The cloud has rejected nothing, so the page requests a new one at once.
  if (failure.code === 'once_code_expired') return { again: true, delayMs: 0 };
  const pausesMs = longestPausesMs[failure.kind === 'busy' ? 'busy' : 'usual'];
  const longestPauseMs = pausesMs[attempt - 1] ?? pausesMs[1];
  return { again: true, delayMs: Math.round(longestPauseMs * (0.5 + random() / 2)) };
}
