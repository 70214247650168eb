/**
 * Errors of a live session that may be harmless. The session stays live while they are in doubt: a sign of life clears
 * them; otherwise they end the session. `live-trouble.ts` says which error is of which sort.
 */
import { elapsedMs, linkedController, sleep } from './clock.ts';
import type { Failure } from './failures.ts';

/** An error of the tokens ends the session when no sign of life follows for this long. */
const PROOF_LIMIT_MS = 20_000;
/**
 * The SDK's heartbeat comes every 9 s (5.0.6). An error at three beats in a row ends the session; a beat without one
 * clears it.
 */
const TWO_BEATS_MS = 17_000;
const BEAT_MISSED_MS = 13_500;
/** An error this recent is reported as the cause of an end. */
const RECENT_MS = 20_000;

export class Doubt {
  #proof: AbortController | null = null;
  #row: { since: number; last: number } | null = null;
  #latest: { failure: Failure; at: number } | null = null;

  /** Aborted when the session is over. */
  readonly #signal: AbortSignal;
  readonly #onCertain: (failure: Failure) => void;

  constructor(signal: AbortSignal, onCertain: (failure: Failure) => void) {
    this.#signal = signal;
    this.#onCertain = onCertain;
  }

  /** Ends the session unless `signOfLife` is called in time. Another error does not restart the time. */
  awaitProof(failure: Failure): void {
    if (this.#proof || this.#signal.aborted) return;
    this.#proof = linkedController(this.#signal);
    sleep(PROOF_LIMIT_MS, this.#proof.signal).then(
      () => this.#onCertain(failure),
      () => {}, // a sign of life came, or the session ended
    );
  }

  /** Ends the session when the error also comes at the next two heartbeats. */
  countBeat(failure: Failure): void {
    const now = elapsedMs();
    this.#latest = { failure, at: now };
    const goesOn = this.#row && now - this.#row.last <= BEAT_MISSED_MS;
    this.#row = { since: goesOn && this.#row ? this.#row.since : now, last: now };
    if (now - this.#row.since >= TWO_BEATS_MS) this.#onCertain(failure);
  }

  /** Clears all errors: the connection works. */
  signOfLife(): void {
    this.#proof?.abort();
    this.#proof = null;
    this.#row = null;
    this.#latest = null;
  }

  /** The most likely cause of an end that comes now: a recent error, or the end itself. */
  causeOf(end: Failure): Failure {
    const latest = this.#latest;
    return latest && elapsedMs() - latest.at <= RECENT_MS ? latest.failure : end;
  }
}
