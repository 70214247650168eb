// The visible digital human: the contract between the stand-in SDK, which carries picture and voice to the page, and
// the code that draws the person.

import type { PresenterName } from './presenter-of';

/** The activity of the person between and during utterances. */
export type Mood = 'idle' | 'listening' | 'thinking' | 'speaking';

/** One speech sound of an utterance, in seconds since the utterance began. */
export interface Phoneme {
  phone: string;
  startSeconds: number;
  endSeconds: number;
}

export interface Presenter {
  /** The picture. The presenter chooses its size and draws it until dispose(), while the document is visible. */
  readonly canvas: HTMLCanvasElement;
  setMood(mood: Mood): void;
  /** Sets whether the picture is visible. While it is not, it does not change. */
  setVisible(isVisible: boolean): void;
  /**
   * Moves the lips along a timeline of phonemes. `clock` returns the seconds since the utterance began. Resolves when
   * the timeline ends or stopSpeaking() is called. Never rejects.
   */
  speak(timeline: readonly Phoneme[], clock: () => number): Promise<void>;
  stopSpeaking(): void;
  dispose(): void;
}

export interface PresenterOptions {
  name: PresenterName;
  /** Base address of the pictures and models, ending in `/`. */
  assetsUrl: string;
  reducedMotion: boolean;
  /** Aborts when the session ends before the presenter is ready. */
  signal: AbortSignal;
}

export type CreatePresenter = (options: PresenterOptions) => Promise<Presenter>;
