/** The emulator's only source of time, so that tests can move or freeze it. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects when the signal aborts. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: Date.now,
  // Unref'd: only the listening server keeps the process alive.
  pause: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
};
