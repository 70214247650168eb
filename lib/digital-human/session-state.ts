/**
 * Holds a session's snapshot and notifies its subscribers of each change. It decides nothing.
 */
import type { SessionFacts, SessionPhase, SessionSnapshot } from './session-snapshot';
import { reduceTranscript, type TranscriptEntry, type TranscriptEvent } from './transcript';

/** The snapshot before the first start. */
export const initialSnapshot: SessionSnapshot = Object.freeze({
  status: 'idle',
  transcript: [],
  muted: false,
  speaking: false,
  listening: 'off',
  canListen: true,
  playbackBlocked: false,
  notice: null,
  silenceEndsAt: null,
  timeUpAt: null,
});

export class SessionState {
  #snapshot: SessionSnapshot;
  readonly #subscribers = new Set<() => void>();
  /** Of the once code in use. The SDK's failures have no request of ours: this one leads to the person in the log. */
  #requestId: string | undefined;

  /** @param transcript what was said before, in an earlier visit of the page */
  constructor(transcript: readonly TranscriptEntry[] = []) {
    this.#snapshot = Object.freeze({ ...initialSnapshot, transcript });
  }

  get snapshot(): SessionSnapshot {
    return this.#snapshot;
  }

  /** @returns a function that ends the subscription */
  subscribe(subscriber: () => void): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** Facts about the live digital human are reset when it goes; the transcript stays. */
  enter(phase: SessionPhase): void {
    if ('attempt' in phase) this.#requestId = phase.status === 'connecting' ? phase.requestId : undefined;
    const { transcript, muted, speaking, listening, canListen, playbackBlocked, notice, silenceEndsAt, timeUpAt } =
      this.#snapshot;
    const present = phase.status === 'live' || phase.status === 'reconnecting';
    this.#replace({
      transcript: present ? transcript : reduceTranscript(transcript, { type: 'job_over', at: Date.now() }),
      muted,
      speaking: present && speaking,
      listening: present ? listening : 'off',
      canListen,
      playbackBlocked: present && playbackBlocked,
      notice: present ? notice : null,
      silenceEndsAt: present ? silenceEndsAt : null,
      timeUpAt: present ? timeUpAt : null,
      ...phase,
      ...(phase.status === 'failed' && { failure: { requestId: this.#requestId, ...phase.failure } }),
    });
  }

  update(facts: Partial<SessionFacts>): void {
    this.#replace({ ...this.#snapshot, ...facts });
  }

  addToTranscript(event: TranscriptEvent): void {
    const transcript = reduceTranscript(this.#snapshot.transcript, event);
    if (transcript !== this.#snapshot.transcript) this.update({ transcript });
  }

  #replace(snapshot: SessionSnapshot): void {
    this.#snapshot = Object.freeze(snapshot);
    for (const subscriber of this.#subscribers) {
      try {
        subscriber();
      } catch (error) {
        reportError(error); // a watcher's fault: neither the session nor another watcher stops for it
      }
    }
  }
}
