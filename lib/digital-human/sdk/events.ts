/** Translates the SDK's events into the session's own. */
import type { Failure } from '../failures.ts';
import { type Trouble, troubleOf } from '../live-trouble.ts';
import type { TranscriptEvent } from '../transcript.ts';
import { vendorFailure } from './error-codes.ts';
import type { IcsListeners } from './types.ts';

export type SdkEvent =
  | { type: 'ready'; isReady: boolean; jobId?: string }
  | { type: 'trouble'; trouble: Trouble; failure: Failure }
  | { type: 'asleep'; asleep: boolean }
  | { type: 'speaking'; speaking: boolean }
  | { type: 'transcript'; change: TranscriptEvent }
  | { type: 'silence_warning'; restMs: number }
  | { type: 'ended_for_silence' };

/** True for events that the cloud causes: the connection to the chat works. */
export function isSignOfLife(event: SdkEvent): boolean {
  switch (event.type) {
    case 'ready':
      return event.isReady;
    case 'asleep':
      return !event.asleep;
    default:
      return event.type === 'speaking' || event.type === 'transcript';
  }
}

/**
 * @param emit called with every event, also after the attempt was aborted
 * @param robotId the digital human that the user chose; it is noted in the transcript
 */
export function createListeners(emit: (event: SdkEvent) => void, robotId?: string): IcsListeners {
  return {
    error: (error) => {
      const failure = vendorFailure(error?.code);
      emit({ type: 'trouble', trouble: troubleOf(failure), failure });
    },
    jobInfoChange: (info) => {
      const jobId = (info?.isReady === true && info.jobId) || undefined;
      emit({ type: 'ready', isReady: jobId !== undefined, ...(jobId && { jobId }) });
    },
    enterActive: () => emit({ type: 'asleep', asleep: false }),
    enterSleep: () => emit({ type: 'asleep', asleep: true }),
    speakingStart: () => emit({ type: 'speaking', speaking: true }),
    speakingStop: () => emit({ type: 'speaking', speaking: false }),
    speechRecognized: (heard) => {
      const { text, isLast, resultId, chatId } = heard ?? {};
      const spoken = { text: textOf(text), isLast: isLast === true, resultId: idOf(resultId), chatId: idOf(chatId) };
      emit({ type: 'transcript', change: { type: 'heard', at: Date.now(), ...spoken } });
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
      emit({ type: 'transcript', change: { type: 'answered', at: Date.now(), ...piece } });
    },
    jobEndMention: (mention) => emit({ type: 'silence_warning', restMs: Number(mention?.restTime) || 0 }),
    jobEnd: () => emit({ type: 'ended_for_silence' }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An ID may be a number, 0 included. */
const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
