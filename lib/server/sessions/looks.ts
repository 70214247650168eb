/**
 * Decides when to look at the running jobs: one look at a time, with a gap between two, or four a second while a
 * request waits. One look serves all callers that wait for it. It is independent of the request that started it.
 */
import { outsideOfRequests, type SessionClock } from './session-clock.ts';

const AWAITED_GAP_MS = 250;

export class Looks {
  readonly #look: () => Promise<void>;
  readonly #clock: SessionClock;
  readonly #gapMs: () => number;
  /** When looks are due, by the monotonic clock. */
  #due: number[] = [];
  #waiting: (() => void)[] = [];
  #beganAtMs = Number.NEGATIVE_INFINITY;
  #isLooking = false;
  #cancelTimer = () => {};

  /** @param look never rejects */
  constructor(look: () => Promise<void>, clock: SessionClock, gapMs: () => number) {
    this.#look = look;
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  /** Looks in `ms` milliseconds, or shortly after. */
  lookIn(ms: number): void {
    this.#due.push(this.#clock.monotonicMs() + ms);
    this.#arm();
  }

  /** For a request that waits: resolves after a look that started after this call. */
  next(): Promise<void> {
    const looked = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.lookIn(0);
    return looked;
  }

  #arm(): void {
    this.#cancelTimer();
    if (this.#isLooking || this.#due.length === 0) return;
    const gapMs = this.#waiting.length > 0 ? AWAITED_GAP_MS : this.#gapMs();
    const first = Math.max(Math.min(...this.#due), this.#beganAtMs + gapMs);
    const wait = first - this.#clock.monotonicMs();
    if (wait <= 0) void outsideOfRequests(() => this.#run());
    else this.#cancelTimer = this.#clock.after(wait, () => void this.#run());
  }

  async #run(): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    this.#isLooking = true;
    this.#beganAtMs = nowMs;
    // A timer may fire early.
    this.#due = this.#due.filter((due) => due > nowMs + 1);
    const waiting = this.#waiting;
    this.#waiting = [];
    await this.#look();
    this.#isLooking = false;
    for (const resolve of waiting) resolve();
    this.#arm();
  }
}
