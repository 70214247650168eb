/**
 * When too many refused once codes lock (MSS.47010047). That MetaStudio locks is documented; how many it takes, within
 * what time and for how long is not: all three numbers are guesses.
 */
const REFUSALS_BEFORE_LOCK = 10;
const WINDOW_MS = 5 * 60_000;
const LOCK_MS = 5 * 60_000;

export class RedeemLock {
  #refusedAtMs: number[] = [];
  #lockedUntilMs = Number.NEGATIVE_INFINITY;

  isLocked(nowMs: number): boolean {
    return nowMs < this.#lockedUntilMs;
  }

  noteRefusal(nowMs: number): void {
    this.#refusedAtMs = [...this.#refusedAtMs.filter((at) => at > nowMs - WINDOW_MS), nowMs];
    if (this.#refusedAtMs.length < REFUSALS_BEFORE_LOCK) return;
    this.#lockedUntilMs = nowMs + LOCK_MS;
    this.#refusedAtMs = [];
  }
}
