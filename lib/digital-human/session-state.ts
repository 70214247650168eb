/**
 * The state of a session as the page sees it: immutable snapshots, what an event of the SDK changes in them, and their
 * subscribers. What a session does about an event is decided in `session.ts`.
 */
import type { EndReason } from '../api/session-report';
import type { Failure } from './failures';
import type { SdkEvent } from './sdk/events';
import { reduceTranscript, type TranscriptEntry, type TranscriptEvent } from './transcript';

interface AttemptCount {
  /** From 1. */
  attempt: number;
  /** How many attempts the last failure allows; absent before the first failure. */
  attempts?: number | undefined;
}

/**
 * The states: idle → preparing → authorizing → connecting → live ⇄ reconnecting → ended.
 * A failed attempt leads to `retrying` (and back to `preparing`) or to `failed`, a live session that breaks to
 * `failed`.
 */
export type SessionPhase =
  | { status: 'idle' }
  /**
   * `preparing`: checks the browser, loads the SDK, waits for an earlier `destroy()`. `authorizing`: asks our route for
   * a once code. `connecting`: from `create()` to ready.
   */
  | ({ status: 'preparing' | 'authorizing' } & AttemptCount)
  /**
   * `requestId` is that of the once code in use, for the operator. `awaitingVideo`: the cloud has begun the call, and
   * picture and sound are on their way.
   */
  | ({ status: 'connecting'; requestId?: string | undefined; awaitingVideo?: boolean } & AttemptCount)
  /** `attempt` is the one to come, `reason` what ended the last one, `delayMs` how long the pause is. */
  | ({ status: 'retrying'; reason: Failure; delayMs: number } & AttemptCount)
  /** `liveSince` and `endedAt` are `Date.now()` times. */
  | { status: 'live' | 'reconnecting'; liveSince: number }
  | { status: 'ended'; reason: EndReason; liveSince?: number | undefined; endedAt: number }
  | { status: 'failed'; failure: Failure; liveSince?: number | undefined; endedAt: number };

export type SessionStatus = SessionPhase['status'];

/** No session is on and none is starting: `start()` would begin one. */
export const isOver = (status: SessionStatus): boolean =>
  status === 'idle' || status === 'ended' || status === 'failed';

/** What is true beside the phase. */
export interface SessionFacts {
  /** Survives every failure and every new start. */
  transcript: readonly TranscriptEntry[];
  /** The digital human's voice is off. */
  muted: boolean;
  /** The digital human is speaking. */
  speaking: boolean;
  /** The person's microphone. `opening`: the browser, and then the SDK, is asked for it. */
  listening: 'off' | 'opening' | 'on';
  /** False once the SDK is there and cannot listen. */
  canListen: boolean;
  /** The browser blocked sound and picture: call `resumePlayback()` from a click. */
  playbackBlocked: boolean;
  /** A failure that did not end the session: a question refused, a microphone missing. The next question clears it. */
  notice: Failure | null;
  /** When MetaStudio will end the session for silence, as a `Date.now()` time. */
  silenceEndsAt: number | null;
  /** When the operator's longest time for one session is over, as a `Date.now()` time. */
  timeUpAt: number | null;
}

export type SessionSnapshot = Readonly<SessionPhase & SessionFacts>;

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

export function applyEvent(state: SessionState, event: SdkEvent): void {
  switch (event.type) {
    case 'asleep':
      if (event.asleep) state.addToTranscript({ type: 'closed', at: Date.now() });
      break;
    case 'speaking':
      state.update({ speaking: event.speaking, silenceEndsAt: null });
      // Not every answer marks its last piece.
      if (!event.speaking) state.addToTranscript({ type: 'closed', at: Date.now() });
      break;
    case 'said':
      state.addToTranscript(event.event);
      if (event.event.type === 'heard') state.update({ silenceEndsAt: null });
      break;
    case 'silence_warning':
      state.update({ silenceEndsAt: Date.now() + event.restMs });
      break;
    case 'trouble':
      if (event.trouble === 'playback') state.update({ playbackBlocked: true });
      if (event.trouble === 'notice') state.update({ notice: event.failure });
      break;
    case 'ready':
      if (!event.isReady) state.addToTranscript({ type: 'job_over', at: Date.now() });
      break;
    case 'silence':
      break;
  }
  if (isSignOfLife(event) && state.snapshot.notice?.kind === 'network') state.update({ notice: null });
}

/** True for events that cannot come while the connection is down. */
export function isSignOfLife(event: SdkEvent): boolean {
  switch (event.type) {
    case 'ready':
      return event.isReady;
    case 'asleep':
      return !event.asleep;
    default:
      return event.type === 'speaking' || event.type === 'said';
  }
}
