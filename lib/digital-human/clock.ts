/**
 * Time as the session needs it: a clock that also advances while the machine sleeps, a sleep that can be cancelled,
 * and a limit for every wait.
 */

export interface Clock {
  /** Milliseconds since some start; never goes back. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * `performance.now()` stands still while some systems sleep, and `Date.now()` may be set back or be wrong altogether.
 * The larger advance of the two is right, or early when somebody sets the clock forward; it is never late.
 */
export function createClock(): Clock {
  // Read at the first use only: a session is made while a page is rendered, and Next with `cacheComponents` refuses to
  // prerender a page that asks for the date.
  let last: { date: number; sincePageLoad: number } | null = null;
  let elapsedMs = 0;
  return {
    now() {
      const date = Date.now();
      const sincePageLoad = performance.now();
      if (last) elapsedMs += Math.max(date - last.date, sincePageLoad - last.sincePageLoad, 0);
      last = { date, sincePageLoad };
      return elapsedMs;
    },
    sleep,
  };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
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

/** A controller that each of `parents` aborts, too. (`AbortSignal.any` is missing in Safari before 17.4.) */
export function linkedController(...parents: (AbortSignal | undefined)[]): AbortController {
  const controller = new AbortController();
  for (const parent of parents) {
    if (parent?.aborted) controller.abort(parent.reason);
    parent?.addEventListener('abort', () => controller.abort(parent.reason), { once: true, signal: controller.signal });
  }
  return controller;
}

export interface TimeoutOptions {
  clock: Clock;
  limitMs: number;
  signal?: AbortSignal;
  /** What to throw when the time is up. */
  onTimeout: () => Error;
}

/**
 * Waits for `promise`, but no longer than `limitMs`, and not after `signal` is aborted.
 * @throws what `onTimeout` gives, or the signal's reason, or what the promise rejects with
 */
export async function withTimeout<T>(
  promise: Promise<T>,
  { clock, limitMs, signal, onTimeout }: TimeoutOptions,
): Promise<T> {
  const wait = linkedController(signal);
  const limit = clock.sleep(limitMs, wait.signal).then(() => Promise.reject(onTimeout()));
  // Whichever loses the race may still fail later, when nobody listens any more.
  limit.catch(() => {});
  promise.catch(() => {});
  try {
    return await Promise.race([promise, limit]);
  } finally {
    wait.abort();
  }
}
