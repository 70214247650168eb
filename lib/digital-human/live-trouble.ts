/** What an `error` event of the SDK means while the digital human is live. */
import type { Failure } from './failures';
import { rejoinsByItself } from './sdk/error-codes';

export type Trouble =
  | 'ending' // the session is over
  | 'rejoining' // the SDK starts a new job by itself
  | 'unproven' // ends the session only when no sign of life follows
  | 'repeating' // ends the session only when it comes at every heartbeat
  | 'playback' // a gesture resumes it
  | 'notice' // worth saying, and the conversation goes on
  | 'none';

/** The SDK starts again by itself 90 s after the digital human left the room; it reports this code when it begins. */
export const PEER_LEFT = '999100005';

/**
 * A renewal of the tokens failed. Nothing in the SDK stops the renewals of an earlier session, not even `destroy`: the
 * error may belong to a session that is long over (5.0.6).
 */
const tokenCodes: ReadonlySet<string> = new Set(['401', '47010105']);

export const isTokenFailure = ({ code }: Pick<Failure, 'code'>): boolean => tokenCodes.has(code.replace(/^MSS\./, ''));

/** The RTC library's own codes come with the SDK's full error page over the picture; a microphone's included. */
const isOfRtcLibrary = (code: string) => /^901\d{5}$/.test(code);

export function troubleOf(failure: Failure): Trouble {
  if (rejoinsByItself(failure)) return 'rejoining';
  if (isTokenFailure(failure)) return 'unproven';
  switch (failure.kind) {
    case 'playback':
      return 'playback';
    case 'ignorable':
      return 'none';
    case 'microphone':
      return isOfRtcLibrary(failure.code) ? 'ending' : 'notice';
    // The SDK repeats a lost request or WebSocket itself; when it gives up, `jobInfoChange` or a rejoin code says so.
    case 'network':
    case 'hearing':
    case 'answer':
    case 'question':
      return 'notice';
    case 'kicked':
    case 'lost':
    case 'browser':
      return 'ending';
    // A heartbeat that is answered with an error reports it at every beat, and the SDK goes on (5.0.6).
    default:
      return 'repeating';
  }
}
