/**
 * Measures time for code that must survive a wall clock that is set: within a process by the monotonic clock, and
 * between processes by two wall clocks, the server's and Redis's.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface SessionClock {
  /** Milliseconds since 1970 by this server's wall clock. It may jump. */
  wallMs(): number;
  /** Milliseconds by a clock that never jumps. They mean nothing in another process. */
  monotonicMs(): number;
  /** Runs a function after a time. @returns a function that cancels it */
  after(ms: number, run: () => void): () => void;
}

/** Runs a function in the context of load time: Node keeps the context of a timer, and Next the whole request in it. */
export const outsideOfRequests = AsyncLocalStorage.snapshot();

export const systemClock: SessionClock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, run) =>
    outsideOfRequests(() => {
      // The timer does not keep the process alive.
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    }),
};

/** A moment by every available clock. It is stored as JSON. */
export interface Moment {
  wall: number;
  /** The time by Redis's clock. */
  redis?: number | undefined;
  process: string;
  monotonic: number;
}

/** The elapsed milliseconds by each clock that both moments have. */
function elapsedByEach(from: Moment, to: Moment): number[] {
  if (from.process === to.process) return [to.monotonic - from.monotonic];
  const byRedis = from.redis !== undefined && to.redis !== undefined ? [to.redis - from.redis] : [];
  return [to.wall - from.wall, ...byRedis];
}

/** The least elapsed time when the clocks disagree: for what is counted against a user. */
export const leastElapsedMs = (from: Moment, to: Moment): number => Math.max(0, Math.min(...elapsedByEach(from, to)));

/** The most elapsed time when the clocks disagree: for what becomes free again, or must have begun later. */
export const mostElapsedMs = (from: Moment, to: Moment): number => Math.max(0, ...elapsedByEach(from, to));

/** The elapsed time by the best clock that both moments have: the process's, then Redis's, then the wall clock. */
export function bestElapsedMs(from: Moment, to: Moment): number {
  if (from.process === to.process) return to.monotonic - from.monotonic;
  if (from.redis !== undefined && to.redis !== undefined) return to.redis - from.redis;
  return to.wall - from.wall;
}
