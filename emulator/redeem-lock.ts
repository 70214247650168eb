/**
 * Locks redemption after too many refused once codes (MSS.47010047). The vendor documents the lock, but not its count,
 * window or duration: all three numbers are guesses.
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

  countRefusal(nowMs: number): void {
    this.#refusedAtMs = [...this.#refusedAtMs.filter((at) => at > nowMs - WINDOW_MS), nowMs];
    if (this.#refusedAtMs.length < REFUSALS_BEFORE_LOCK) return;
    this.#lockedUntilMs = nowMs + LOCK_MS;
    this.#refusedAtMs = [];
  }
}
