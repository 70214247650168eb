/** What the conversation expects of whoever thinks up the answers. */

export interface Turn {
  question: string;
  answer: string;
}

/** Yields the answer in pieces; stops early when the signal aborts. */
export type Mind = (
  question: string,
  context: { language: 'zh_CN' | 'en_US'; history: Turn[]; signal: AbortSignal },
) => AsyncIterable<string>;
