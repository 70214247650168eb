/** The question that a brain receives, and the answer that it yields. */
import type { Extras } from './screen-message.ts';
import type { SpokenLanguage } from './spoken-language.ts';

export interface Turn {
  question: string;
  answer: string;
}

export interface BrainUser {
  /** The user's ID as in `X-App-UserId`. */
  id: string;
  name: string;
}

export interface BrainRequest {
  question: string;
  /** The earlier questions and answers of the conversation, the oldest first. */
  history: readonly Turn[];
  /** Null when the user is not known. The answer must then contain nothing personal. */
  user: BrainUser | null;
  /** The language to answer in. */
  language: SpokenLanguage;
  /** Aborted when the caller no longer waits for the answer. Stop then. */
  signal: AbortSignal;
}

/** A piece of the spoken text, in order; or, once per answer, what to show on the screen. */
export type BrainPart = { text: string } | { screen: Extras };

/**
 * Answers a question piece by piece, so that the digital human can speak before the answer is complete.
 * @throws BrainFailure, or any other error, when there is no answer: the digital human then apologizes
 */
export type Brain = (request: BrainRequest) => AsyncIterable<BrainPart>;

/** The reason why there is no answer. The message goes into the log, so put no part of the question into it. */
export class BrainFailure extends Error {
  override name = 'BrainFailure';
}
