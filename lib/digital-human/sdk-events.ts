/**
 * Turns the SDK's events into what they mean for a session. Pure mapping; it keeps no state.
 */
import type { Failure } from './failure';
import type { IcsListeners } from './ics-sdk-surface';
import type { TranscriptEvent } from './transcript';
import { rejoinsByItself, vendorFailure } from './vendor-codes';

export type SdkEvent =
  | { type: 'ready'; isReady: boolean }
  | { type: 'trouble'; trouble: Trouble; failure: Failure }
  | { type: 'asleep'; asleep: boolean }
  | { type: 'speaking'; speaking: boolean }
  | { type: 'said'; event: TranscriptEvent }
  | { type: 'silence_warning'; restMs: number }
  | { type: 'silence' };

/** What an `error` event means while the digital human is live. */
export type Trouble =
  | 'ending' // the session is over
  | 'rejoining' // the SDK starts a new job by itself
  | 'playback' // a gesture resumes it
  | 'notice' // worth saying, and the conversation goes on
  | 'none';

function troubleOf(failure: Failure): Trouble {
  if (rejoinsByItself(failure)) return 'rejoining';
  switch (failure.kind) {
    case 'playback':
      return 'playback';
    case 'ignorable':
      return 'none';
    // The SDK repeats a lost request or WebSocket itself; when it gives up, `jobInfoChange` or a rejoin code says so.
    case 'network':
    case 'microphone':
    case 'hearing':
    case 'question':
      return 'notice';
    default:
      return 'ending';
  }
}

/**
 * @param emit called with every event, also with those of an attempt that no longer counts
 * @param robotId which digital human speaks, when the person chose one
 */
export function createListeners(emit: (event: SdkEvent) => void, robotId?: string): IcsListeners {
  return {
    error: (error) => {
      const failure = vendorFailure(error?.code);
      emit({ type: 'trouble', trouble: troubleOf(failure), failure });
    },
    jobInfoChange: (info) => emit({ type: 'ready', isReady: info?.isReady === true && Boolean(info.jobId) }),
    enterActive: () => emit({ type: 'asleep', asleep: false }),
    enterSleep: () => emit({ type: 'asleep', asleep: true }),
    speakingStart: () => emit({ type: 'speaking', speaking: true }),
    speakingStop: () => emit({ type: 'speaking', speaking: false }),
    speechRecognized: (heard) => {
      const { text = '', isLast, resultId, chatId } = heard ?? {};
      emit({ type: 'said', event: { type: 'heard', at: Date.now(), text, isLast, resultId, chatId } });
    },
    semanticRecognized: (answer) => {
      const { text = '', questionText, isLast, isReplace, resultId, chatId, extendParam } = answer ?? {};
      const event = {
        type: 'answered',
        at: Date.now(),
        text,
        questionText,
        isLast,
        isReplace,
        resultId,
        chatId,
        robotId,
        extendParam: typeof extendParam === 'string' && extendParam !== '' ? extendParam : undefined,
      } as const;
      emit({ type: 'said', event });
    },
    jobEndMention: (mention) => emit({ type: 'silence_warning', restMs: Number(mention?.restTime) || 0 }),
    jobEnd: () => emit({ type: 'silence' }),
  };
}
