/**
 * Holds the snapshot of a session and its subscribers, and applies SDK events to it. `session.ts` decides what an event
 * causes.
 */
import { elapsedMs } from './clock.ts';
import { DeletedTurns } from './deleted-turns.ts';
import { coversPicture } from './live-trouble.ts';
import { isSignOfLife, type SdkEvent } from './sdk/events.ts';
import { initialSnapshot, type SessionFacts, type SessionPhase, type SessionSnapshot } from './session-state.ts';
import { reduceTranscript, type TranscriptEntry, type TranscriptEvent } from './transcript.ts';

export class SessionStore {
  #snapshot: SessionSnapshot;
  readonly #subscribers = new Set<() => void>();
  /**
   * The request ID of the once code in use. The SDK's failures have no request ID of our server; with this one, an
   * operator finds the user in the log.
   */
  #requestId: string | undefined;
  #jobId: string | undefined;
  readonly #deletedTurns = new DeletedTurns();

  /** @param transcript of an earlier visit */
  constructor(transcript: readonly TranscriptEntry[] = []) {
    // Without a transcript this is the snapshot that the page has already rendered, so it does not render again.
    this.#snapshot = transcript.length > 0 ? Object.freeze({ ...initialSnapshot, transcript }) : initialSnapshot;
  }

  get snapshot(): SessionSnapshot {
    return this.#snapshot;
  }

  /** @returns a function that ends the subscription */
  subscribe(subscriber: () => void): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** Changes the phase. When no digital human is live, the facts about it are reset; the transcript stays. */
  enter(phase: SessionPhase): void {
    if ('attempt' in phase) {
      this.#requestId = phase.status === 'connecting' ? phase.requestId : undefined;
      this.#jobId = undefined;
    }
    const { transcript, muted, speaking, listening, canListen, playbackBlocked, notice, silenceEndsAt } =
      this.#snapshot;
    const { isCovered, timeUpAt, timeUpReason } = this.#snapshot;
    const isPresent = phase.status === 'live' || phase.status === 'reconnecting';
    this.#replace({
      transcript: isPresent ? transcript : this.#reduce(transcript, { type: 'job_over', at: Date.now() }),
      muted,
      speaking: isPresent && speaking,
      listening: isPresent ? listening : 'off',
      canListen,
      playbackBlocked: isPresent && playbackBlocked,
      isCovered: (isPresent || phase.status === 'connecting') && isCovered,
      notice: isPresent ? notice : null,
      silenceEndsAt: isPresent ? silenceEndsAt : null,
      timeUpAt: isPresent ? timeUpAt : null,
      timeUpReason,
      ...phase,
      ...(phase.status === 'failed' && { failure: { requestId: this.#requestId, ...phase.failure } }),
      ...('endedAt' in phase && { ids: { requestId: this.#requestId, jobId: this.#jobId } }),
    });
  }

  /** The SDK may replace the job while the session lasts. */
  setJob(jobId: string): void {
    const isReplaced = this.#jobId !== undefined && this.#jobId !== jobId;
    this.#jobId = jobId;
    const { isCovered, silenceEndsAt } = this.#snapshot;
    if (isReplaced && (isCovered || silenceEndsAt !== null)) this.update({ isCovered: false, silenceEndsAt: null });
  }

  update(facts: Partial<SessionFacts>): void {
    this.#replace({ ...this.#snapshot, ...facts });
  }

  addToTranscript(event: TranscriptEvent): void {
    const transcript = this.#reduce(this.#snapshot.transcript, event);
    if (transcript !== this.#snapshot.transcript) this.update({ transcript });
  }

  /** Also for what is still reported about a deleted question. */
  clearTranscript(): void {
    this.#deletedTurns.add(this.#snapshot.transcript);
    this.update({ transcript: [] });
  }

  apply(event: SdkEvent): void {
    switch (event.type) {
      case 'asleep':
        if (!event.asleep) break;
        this.update({ speaking: false }); // no `speakingStop` follows
        this.addToTranscript({ type: 'closed', at: Date.now() });
        break;
      case 'speaking':
        this.update({ speaking: event.speaking, silenceEndsAt: null });
        // Not every answer has `isLast` on its last piece.
        if (!event.speaking) this.addToTranscript({ type: 'closed', at: Date.now() });
        break;
      case 'transcript':
        this.addToTranscript(event.change);
        if (event.change.type === 'heard') this.update({ silenceEndsAt: null });
        break;
      case 'silence_warning':
        this.update({ silenceEndsAt: elapsedMs() + event.restMs });
        break;
      case 'trouble':
        if (event.trouble === 'playback') this.update({ playbackBlocked: true });
        if (event.trouble === 'notice') this.update({ notice: event.failure });
        if (coversPicture(event)) this.update({ isCovered: true });
        break;
      case 'ready':
        if (event.jobId) this.setJob(event.jobId);
        if (event.isReady) break;
        this.update({ speaking: false }); // no `speakingStop` follows
        this.addToTranscript({ type: 'job_over', at: Date.now() });
        break;
      case 'ended_for_silence':
        break;
    }
    if (isSignOfLife(event) && this.#snapshot.notice?.kind === 'network') this.update({ notice: null });
  }

  #reduce(transcript: SessionFacts['transcript'], event: TranscriptEvent): SessionFacts['transcript'] {
    return this.#deletedTurns.receive(event) ? transcript : reduceTranscript(transcript, event);
  }

  #replace(snapshot: SessionSnapshot): void {
    this.#snapshot = Object.freeze(snapshot);
    for (const subscriber of this.#subscribers) {
      try {
        subscriber();
      } catch (error) {
        reportError(error); // an error in one subscriber stops neither the session nor another subscriber
      }
    }
  }
}
