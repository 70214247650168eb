/**
 * Errors of a live session that may pass. A sign of life settles them; without one they end the session, each in its
 * own time. The session stays live meanwhile.
 */
import type { Clock } from './clock';
import type { Failure } from './failures';

/** Without a sign of life for this long, an error of the tokens counts. */
const PROOF_LIMIT_MS = 20_000;
/** The heartbeat comes every 9 s (5.0.6). An error of three beats in a row counts; a beat without one ends the row. */
const TWO_BEATS_MS = 17_000;
const BEAT_MISSED_MS = 13_500;
/** An error this recent explains the end better than the end itself does. */
const RECENT_MS = 20_000;

export class Doubt {
  #proof: AbortController | null = null;
  #row: { since: number; last: number } | null = null;
  #latest: { failure: Failure; at: number } | null = null;

  readonly #clock: Clock;
  /** Aborted when the session is over. */
  readonly #signal: AbortSignal;
  readonly #onCertain: (failure: Failure) => void;

  constructor(clock: Clock, signal: AbortSignal, onCertain: (failure: Failure) => void) {
    this.#clock = clock;
    this.#signal = signal;
    this.#onCertain = onCertain;
  }

  /** The session ends unless `signOfLife` is called in time. Another error meanwhile does not begin the time anew. */
  awaitProof(failure: Failure): void {
    if (this.#proof || this.#signal.aborted) return;
    const proof = new AbortController();
    this.#proof = proof;
    this.#signal.addEventListener('abort', () => proof.abort(), { once: true, signal: proof.signal });
    this.#clock.sleep(PROOF_LIMIT_MS, proof.signal).then(
      () => this.#onCertain(failure),
      () => {}, // it was settled
    );
  }

  /** The session ends when the error comes again and again for two heartbeats. */
  countBeat(failure: Failure): void {
    const now = this.#clock.now();
    this.#latest = { failure, at: now };
    const goesOn = this.#row && now - this.#row.last <= BEAT_MISSED_MS;
    this.#row = { since: goesOn && this.#row ? this.#row.since : now, last: now };
    if (now - this.#row.since >= TWO_BEATS_MS) this.#onCertain(failure);
  }

  signOfLife(): void {
    this.#proof?.abort();
    this.#proof = null;
    this.#row = null;
    this.#latest = null;
  }

  /** What most likely lies behind an end that comes now. */
  causeOf(end: Failure): Failure {
    const latest = this.#latest;
    return latest && this.#clock.now() - latest.at <= RECENT_MS ? latest.failure : end;
  }
}
