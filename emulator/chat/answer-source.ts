/** What the conversation expects of the source of answers. */
import type { Fault } from '../faults';

export interface Turn {
  question: string;
  answer: string;
}

export interface AnswerContext {
  robotId: string;
  /** The session's, for questions that show no language of their own, such as a number. */
  language: 'zh_CN' | 'en_US';
  /** Earlier turns, the oldest first. */
  history: readonly Turn[];
  sessionId: string;
  /** What the page passed to `create()` as `extendParamStr`. */
  extendParam: string | null;
  /** For the call to an LLM callback. */
  takeFault: () => Fault | undefined;
  now: () => number;
  pause: (ms: number) => Promise<void>;
  signal: AbortSignal;
}

export interface Piece {
  text: string;
  /** For the page, beside the words. */
  extendParam: string;
}

/** Yields the answer in pieces; stops early when the signal aborts. */
export type AnswerSource = (question: string, context: AnswerContext) => AsyncIterable<string | Piece>;
