/** What a brain is asked and what it gives. */
import type { Extras } from './screen-message';
import type { SpokenLanguage } from './spoken-language';

export interface Turn {
  question: string;
  answer: string;
}

export interface BrainUser {
  /** As in `X-App-UserId`. */
  id: string;
  name: string;
}

export interface BrainRequest {
  question: string;
  /** The turns before, the oldest first. */
  history: readonly Turn[];
  /** Null when it is not known who asks: then nothing personal may be said. */
  user: BrainUser | null;
  /** To answer in. */
  language: SpokenLanguage;
  /** Aborted when the caller no longer waits for the answer. */
  signal: AbortSignal;
}

/** Words, in the order they are said, and once what to show beside them. */
export type BrainPart = { text: string } | { screen: Extras };

export type Brain = (request: BrainRequest) => AsyncIterable<BrainPart>;

/** Why there is no answer. Its message goes into the log: put nothing of the question into it. */
export class BrainFailure extends Error {
  override name = 'BrainFailure';
}
