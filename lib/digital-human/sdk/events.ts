/**
 * Turns the SDK's events into what they mean for a session.
 */
import type { Failure } from '../failures';
import { type Trouble, troubleOf } from '../live-trouble';
import type { TranscriptEvent } from '../transcript';
import { vendorFailure } from './error-codes';
import type { IcsListeners } from './types';

export type SdkEvent =
  | { type: 'ready'; isReady: boolean }
  | { type: 'trouble'; trouble: Trouble; failure: Failure }
  | { type: 'asleep'; asleep: boolean }
  | { type: 'speaking'; speaking: boolean }
  | { type: 'said'; event: TranscriptEvent }
  | { type: 'silence_warning'; restMs: number }
  | { type: 'silence' };

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
      const { text, isLast, resultId, chatId } = heard ?? {};
      const words = { text: textOf(text), isLast: isLast === true, resultId: idOf(resultId), chatId: idOf(chatId) };
      emit({ type: 'said', event: { type: 'heard', at: Date.now(), ...words } });
    },
    semanticRecognized: (answer) => {
      const { text, questionText, isLast, isReplace, chatId, extendParam } = answer ?? {};
      const piece = {
        text: textOf(text),
        questionText: textOf(questionText),
        isLast: isLast === true,
        isReplace: isReplace === true,
        chatId: idOf(chatId),
        robotId,
        extendParam: typeof extendParam === 'string' && extendParam !== '' ? extendParam : undefined,
      };
      emit({ type: 'said', event: { type: 'answered', at: Date.now(), ...piece } });
    },
    jobEndMention: (mention) => emit({ type: 'silence_warning', restMs: Number(mention?.restTime) || 0 }),
    jobEnd: () => emit({ type: 'silence' }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An ID may be a number, 0 included. */
const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
