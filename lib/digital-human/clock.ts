/**
 * A clock that also advances while the machine sleeps, a sleep that can be aborted, and a time limit for every wait.
 */

/** A smaller difference between the two clocks below is rounding, not sleep. */
const MIN_SLEEP_MS = 20;

/**
 * `performance.now()` stops while some systems sleep, and `Date.now()` may be set back. This clock follows
 * `performance.now()` and adds the time that only `Date.now()` has counted. Setting the wall clock forward therefore
 * advances it; setting the wall clock back does not change it.
 */
export function createClock(): () => number {
  // Not read before the first use: Next with `cacheComponents` refuses to prerender a page that reads the date.
  let last: { date: number; sincePageLoad: number } | null = null;
  let elapsed = 0;
  return () => {
    const date = Date.now();
    const sincePageLoad = performance.now();
    if (last) {
      const advance = sincePageLoad - last.sincePageLoad;
      const slept = date - last.date - advance;
      elapsed += Math.max(advance, 0) + (slept > MIN_SLEEP_MS ? slept : 0);
    }
    last = { date, sincePageLoad };
    return Math.round(elapsed);
  };
}

/** Whole milliseconds since the first call. It never decreases. */
export const elapsedMs = createClock();

/** Resolves after `ms`, or rejects with the signal's reason. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A controller that is also aborted by each of `parents`. (`AbortSignal.any` is missing in Safari before 17.4.) */
export function linkedController(...parents: (AbortSignal | undefined)[]): AbortController {
  const controller = new AbortController();
  for (const parent of parents) {
    if (parent?.aborted) controller.abort(parent.reason);
    parent?.addEventListener('abort', () => controller.abort(parent.reason), { once: true, signal: controller.signal });
  }
  return controller;
}

/** The last part of a wait lets the page read an answer that arrived while it was busy. */
const LAST_PART_MS = 100;

export interface TimeoutOptions {
  limitMs: number;
  signal?: AbortSignal;
  /** Returns the error to throw when the time is up. */
  onTimeout: () => Error;
}

/**
 * Waits for `promise`, but no longer than `limitMs`, and not after `signal` is aborted.
 * @throws the error of `onTimeout`, the signal's reason, or what the promise rejects with
 */
export async function withTimeout<T>(promise: Promise<T>, { limitMs, signal, onTimeout }: TimeoutOptions): Promise<T> {
  const wait = linkedController(signal);
  const lastPartMs = Math.min(LAST_PART_MS, limitMs);
  const limit = sleep(limitMs - lastPartMs, wait.signal)
    .then(() => sleep(lastPartMs, wait.signal))
    .then(() => Promise.reject(onTimeout()));
  // The loser of the race may reject later, when no handler is left.
  limit.catch(() => {});
  promise.catch(() => {});
  try {
    return await Promise.race([promise, limit]);
  } finally {
    wait.abort();
  }
}
