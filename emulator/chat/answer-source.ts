/** What the conversation requires of a source of answers. */
import type { Fault } from '../faults';

export interface Turn {
  question: string;
  answer: string;
}

export interface AnswerContext {
  robotId: string;
  /** The language of the session, for questions that have none, such as a number. */
  language: 'zh_CN' | 'en_US';
  /** Earlier turns, the oldest first. */
  history: readonly Turn[];
  sessionId: string;
  /** What the page passed to `create()` as `extendParamStr`. */
  extendParam: string | null;
  /** For a call to an LLM callback. */
  takeFault: () => Fault | undefined;
  now: () => number;
  pause: (ms: number) => Promise<void>;
  signal: AbortSignal;
}

export interface Piece {
  text: string;
  /** For the page, besides the text. */
  extendParam: string;
}

/** Yields the answer in pieces. Stops early when the signal aborts. */
export type AnswerSource = (question: string, context: AnswerContext) => AsyncIterable<string | Piece>;
