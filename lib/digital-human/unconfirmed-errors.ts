/**
 * Errors of a live session that may be harmless. The session stays live until they are confirmed, which ends it. A sign
 * of life clears them. `live-trouble.ts` says which errors they are.
 */
import { elapsedMs, linkedController, sleep } from './clock.ts';
import type { Failure } from './failures.ts';

/** An error of the tokens ends the session when no sign of life follows for this long. */
const SIGN_OF_LIFE_LIMIT_MS = 20_000;
/**
 * The SDK's heartbeat comes every 9 s (5.0.6). An error at three beats in a row ends the session; a beat without one
 * clears it.
 */
const TWO_BEATS_MS = 17_000;
const MISSED_BEAT_MS = 13_500;
/** An error this recent is reported as the cause of an end. */
const RECENT_MS = 20_000;

export class UnconfirmedErrors {
  #waiting: AbortController | null = null;
  #inARow: { since: number; last: number } | null = null;
  #latest: { failure: Failure; at: number } | null = null;

  /** Aborted when the session is over. */
  readonly #signal: AbortSignal;
  readonly #onConfirmed: (failure: Failure) => void;

  constructor(signal: AbortSignal, onConfirmed: (failure: Failure) => void) {
    this.#signal = signal;
    this.#onConfirmed = onConfirmed;
  }

  /** Confirms the error unless `clear` is called in time. Another error does not restart the time. */
  awaitSignOfLife(failure: Failure): void {
    if (this.#waiting || this.#signal.aborted) return;
    this.#waiting = linkedController(this.#signal);
    sleep(SIGN_OF_LIFE_LIMIT_MS, this.#waiting.signal).then(
      () => this.#onConfirmed(failure),
      () => {}, // a sign of life came, or the session ended
    );
  }

  /** Confirms the error when it also comes at the next two heartbeats. */
  countBeat(failure: Failure): void {
    const now = elapsedMs();
    this.#latest = { failure, at: now };
    const isConsecutive = this.#inARow && now - this.#inARow.last <= MISSED_BEAT_MS;
    this.#inARow = { since: isConsecutive && this.#inARow ? this.#inARow.since : now, last: now };
    if (now - this.#inARow.since >= TWO_BEATS_MS) this.#onConfirmed(failure);
  }

  /** Call it at a sign of life: the connection works. */
  clear(): void {
    this.#waiting?.abort();
    this.#waiting = null;
    this.#inARow = null;
    this.#latest = null;
  }

  /** The most likely cause of an end that comes now: a recent error, or the end itself. */
  causeOf(end: Failure): Failure {
    const latest = this.#latest;
    return latest && elapsedMs() - latest.at <= RECENT_MS ? latest.failure : end;
  }
}
