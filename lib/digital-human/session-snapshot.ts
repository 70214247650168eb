/**
 * What a session looks like from outside: immutable, replaced as a whole at every change.
 */
import type { Failure } from './failure';
import type { TranscriptEntry } from './transcript';

/** Why a session is over without a failure. `silence` is MetaStudio's time-out (`jobEnd`); `time_up` is the operator's. */
export type EndReason = 'person' | 'cancelled' | 'silence' | 'page_left' | 'taken_over' | 'time_up';

/** In order: idle → preparing → authorizing → connecting → live ⇄ reconnecting → ended; retrying and failed on the side. */
export type SessionPhase =
  | { status: 'idle' }
  /** `preparing`: browser, SDK, the previous destroy. `authorizing`: our route. `connecting`: from `create()` to ready. */
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
  /** False once an SDK came that cannot listen. */
  canListen: boolean;
  /** The browser blocked sound and picture: `resumePlayback()` from a click. */
  playbackBlocked: boolean;
  /** A trouble that did not end the session: a question refused, a microphone missing. Cleared by the next question. */
  notice: Failure | null;
  /** MetaStudio will end the session for silence: at this `Date.now()`. */
  silenceEndsAt: number | null;
  /** The operator's longest time for one conversation is over then, by `Date.now()`. */
  timeUpAt: number | null;
}

export type SessionSnapshot = Readonly<SessionPhase & SessionFacts>;
