// What the line asks of a voice. Who makes the sound, and whether there is any, is not said here.
import type { Phoneme } from './presenter';
import type { Language } from './sdk-events';

/** One sentence being spoken. */
export interface Utterance {
  phonemes: readonly Phoneme[];
  /** Seconds since the sentence began, by the clock of what is heard. */
  clock: () => number;
  /** Resolves when the sentence is over or was stopped. Never rejects, and needs no frame of the page. */
  finished: Promise<void>;
  stop(): void;
}

export interface Voice {
  /** The sound, for the line. */
  readonly stream: MediaStream;
  /** Prepares a sentence. Called while the one before it is still spoken. */
  prepare(sentence: string, language: Language): Promise<() => Utterance>;
  dispose(): void;
}
