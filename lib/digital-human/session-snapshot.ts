/**
 * What a session looks like from outside. Immutable: every change makes a new one.
 */
import type { Failure } from './failures';
import type { TranscriptEntry } from './transcript';

/** Why a session ended without a failure. `silence`: MetaStudio's time-out. `time_up`: the operator's limit. */
export type EndReason = 'person' | 'cancelled' | 'silence' | 'page_left' | 'taken_over' | 'time_up';

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
  | { status: 'preparing' | 'authorizing'; attempt: number }
  /**
   * `requestId` is that of the once code in use, for the operator. `awaitingVideo`: the cloud has begun the call, and
   * picture and sound are on their way.
   */
  | { status: 'connecting'; attempt: number; requestId?: string | undefined; awaitingVideo?: boolean }
  /** `attempt` is the one to come, `reason` what ended the last one, `delayMs` how long the pause is. */
  | { status: 'retrying'; attempt: number; reason: Failure; delayMs: number }
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
