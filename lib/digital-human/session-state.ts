/** The states of a session. `session-store.ts` holds the current one. */
import type { EndReason, Failure } from './failures.ts';
import type { TranscriptEntry } from './transcript.ts';

interface AttemptCount {
  /** The number of the attempt, from 1. */
  attempt: number;
  /** How many attempts the last failure allows; absent before the first failure. */
  attempts?: number | undefined;
}

/** The IDs by which an operator finds a session that has ended. */
export interface SessionIds {
  /** The request ID of its last once code, in the server's log and at the cloud. */
  requestId?: string | undefined;
  /** The ID of its last job at MetaStudio. */
  jobId?: string | undefined;
}

/**
 * The states: idle → preparing → authorizing → connecting → live ⇄ reconnecting → ended.
 * A failed attempt leads to `retrying` (and back to `preparing`) or to `failed`, a live session that breaks to
 * `failed`.
 */
export type SessionPhase =
  | { status: 'idle' }
  /**
   * `preparing`: checks the browser, loads the SDK, waits for an earlier `destroy()`. `authorizing`: requests a once
   * code. `connecting`: from `create()` to the ready event.
   */
  | ({ status: 'preparing' | 'authorizing' } & AttemptCount)
  /**
   * `requestId`: the one of the once code in use, for the operator. `awaitingVideo`: the cloud has started the digital
   * human, and picture and sound have not arrived yet.
   */
  | ({ status: 'connecting'; requestId?: string | undefined; awaitingVideo?: boolean } & AttemptCount)
  /** `attempt`: the next one. `reason`: why the last one failed. `delayMs`: the length of the pause. */
  | ({ status: 'retrying'; reason: Failure; delayMs: number } & AttemptCount)
  /** `liveSince` and `endedAt` are times of `elapsedMs()` in `clock.ts`. */
  | { status: 'live' | 'reconnecting'; liveSince: number }
  | ({ status: 'ended'; reason: EndReason } & SessionEnd)
  | ({ status: 'failed'; failure: Failure } & SessionEnd);

interface SessionEnd {
  liveSince?: number | undefined;
  endedAt: number;
  ids?: SessionIds;
}

export type SessionStatus = SessionPhase['status'];

/** True when no session is live or starting: `start()` would start one. */
export const isOver = (status: SessionStatus): boolean =>
  status === 'idle' || status === 'ended' || status === 'failed';

/** What a snapshot holds besides the phase. */
export interface SessionFacts {
  /** What was asked and answered, the oldest first. It survives every failure and every new start. */
  transcript: readonly TranscriptEntry[];
  /** True while the digital human's voice is off. */
  muted: boolean;
  /** True while the digital human speaks. */
  speaking: boolean;
  /** The user's microphone. `opening`: the browser, and then the SDK, is asked to open it. */
  listening: 'off' | 'opening' | 'on';
  /** False when the SDK is loaded and cannot listen. */
  canListen: boolean;
  /** True when the browser blocked sound and picture: call `resumePlayback()` from a click. */
  playbackBlocked: boolean;
  /**
   * True when an error page of the SDK covers the picture until the SDK starts a new job. The conversation continues.
   * Cover that page, because its button reloads the whole page, and offer a new start.
   */
  isCovered: boolean;
  /**
   * A failure that did not end the session, such as a refused question or a missing microphone. The next question
   * clears it.
   */
  notice: Failure | null;
  /** When MetaStudio will end the session for silence, as a time of `elapsedMs()`. */
  silenceEndsAt: number | null;
  /** When an operator's limit ends the session, as a time of `elapsedMs()`. */
  timeUpAt: number | null;
  /** Which limit that is: the one on a session, or the one on the user's minutes. */
  timeUpReason: Extract<EndReason, 'time_up' | 'minutes'>;
}

export type SessionSnapshot = Readonly<SessionPhase & SessionFacts>;

/** The snapshot before the first start, and on the server. */
export const initialSnapshot: SessionSnapshot = Object.freeze({
  status: 'idle',
  transcript: [],
  muted: false,
  speaking: false,
  listening: 'off',
  canListen: true,
  playbackBlocked: false,
  isCovered: false,
  notice: null,
  silenceEndsAt: null,
  timeUpAt: null,
  timeUpReason: 'time_up',
});
