/** What the conversation expects of whoever thinks up the answers. */

export interface Turn {
  question: string;
  answer: string;
}

export interface MindContext {
  /** The session's, for questions that show no language of their own, such as a number. */
  language: 'zh_CN' | 'en_US';
  /** Earlier turns, the oldest first. */
  history: readonly Turn[];
  signal: AbortSignal;
}

/** Yields the answer in pieces; stops early when the signal aborts. */
export type Mind = (question: string, context: MindContext) => AsyncIterable<string>;
