/** What an `error` event of the SDK means while the digital human is live. */
import type { Failure } from './failures.ts';
import { isOfBrain, rejoinsByItself } from './sdk/error-codes.ts';

export type Trouble =
  | 'ending' // ends the session
  | 'rejoining' // the SDK starts a new job by itself
  | 'unproven' // ends the session if no sign of life follows
  | 'repeating' // ends the session if it comes at three heartbeats in a row
  | 'playback' // the browser blocked playback until a user gesture
  | 'notice' // the user is informed; the conversation continues
  | 'none';

/** The digital human left the room. The SDK starts a new job by itself 90 s later (5.0.6). */
export const PEER_LEFT = '999100005';

/**
 * The codes of a failed token renewal. Not even `destroy` stops the renewals of an earlier session, so the error may
 * belong to a session that has ended (5.0.6).
 */
const tokenCodes: ReadonlySet<string> = new Set(['401', '47010105']);

export const isTokenFailure = ({ code }: Pick<Failure, 'code'>): boolean => tokenCodes.has(code.replace(/^MSS\./, ''));

/**
 * True for an error that may belong to an earlier session. The digital human also leaves when its job is stopped, and
 * not even `destroy` ends the 90 s after which the SDK reports that (5.0.6).
 */
export const mayBeOfEarlierSession = (failure: Failure): boolean =>
  isTokenFailure(failure) || failure.code === PEER_LEFT;

/** Codes of the SDK's HTTP calls. The next good heartbeat removes their error page (5.0.6). */
const isOfHttp = (code: string) => /^(ERR_|ECONN|ETIMEDOUT$|-100$|[45]\d\d$)/.test(code);

/**
 * True if the session stays live under an error page of the SDK, which stays until the SDK starts a new job. The SDK
 * shows that page with every `error` event (5.0.6). The troubles that end the session, or that a heartbeat brings, are
 * not counted.
 */
export const coversPicture = ({ trouble, failure }: { trouble: Trouble; failure: Failure }): boolean =>
  (trouble === 'notice' || trouble === 'none') && !isOfHttp(failure.code);

/** Without a microphone, a new start costs the user less than a conversation without a picture. */
const isOfRtcLibrary = (code: string) => /^901\d{5}$/.test(code);

export function troubleOf(failure: Failure): Trouble {
  if (rejoinsByItself(failure)) return 'rejoining';
  if (isTokenFailure(failure)) return 'unproven';
  // It concerns one question, never a heartbeat.
  if (isOfBrain(failure)) return 'notice';
  switch (failure.kind) {
    case 'playback':
      return 'playback';
    case 'ignorable':
      return 'none';
    case 'microphone':
      return isOfRtcLibrary(failure.code) ? 'ending' : 'notice';
    // The SDK repeats a lost request or WebSocket by itself. When it gives up, `jobInfoChange` or a rejoin code
    // follows.
    case 'network':
    case 'hearing':
    case 'answer':
    case 'question':
      return 'notice';
    case 'kicked':
    case 'lost':
    case 'browser':
      return 'ending';
    // If the cloud answers a heartbeat with an error, the SDK reports it at every beat and continues (5.0.6).
    default:
      return 'repeating';
  }
}
