// The digital human that is seen: the contract between the stand-in SDK, which carries picture and voice to
// the page, and whatever draws the talking person. It knows nothing of sessions, sockets or the page.

import type { PresenterName } from './presenter-of';

/** What the person is doing between and during utterances. */
export type Mood = 'idle' | 'listening' | 'thinking' | 'speaking';

/** One speech sound of an utterance, in seconds since the utterance began. */
export interface Phoneme {
  phone: string;
  startSeconds: number;
  endSeconds: number;
}

export interface Presenter {
  /** The picture. Its size is the presenter's choice; it is drawn until dispose(), while the document is visible. */
  readonly canvas: HTMLCanvasElement;
  setMood(mood: Mood): void;
  /** Whether the picture can be seen: otherwise it stays as it is. */
  setVisible(isVisible: boolean): void;
  /**
   * Moves the lips along a timeline of phonemes; `clock` gives the seconds since the utterance
   * began. Resolves when the timeline is over or stopSpeaking() was called; it never rejects.
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
  /** Aborted when the session ends before the presenter is ready. */
  signal: AbortSignal;
}

export type CreatePresenter = (options: PresenterOptions) => Promise<Presenter>;
