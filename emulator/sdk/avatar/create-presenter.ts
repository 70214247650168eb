// Brings a presenter to life: loads who was asked for, runs the clock of its frames, and answers the stand-in SDK's contract.
// Everything it starts ends with dispose().

import type { CreatePresenter, Mood, Phoneme, Presenter } from '../presenter';
import { Animator } from './animator';
import { type LoadedBust, loadBust } from './bust-loader';
import { presenterLook } from './presenter-looks';
import { availableLevels, Stage } from './stage';

/** Frames come at the display's rate; one that is this much early still counts for its turn. */
const FRAME_TOLERANCE_SECONDS = 0.004;
/** Frames stop in a hidden tab, timers do not: the end of an utterance is found by the audio clock. */
const END_CHECK_MS = 100;
/** The mouth closes after the last sound before the utterance counts as over. */
const CLOSING_SECONDS = 0.15;

export type PresenterStage = Pick<Stage, 'canvas' | 'maxFramesPerSecond' | 'isPainted' | 'draw' | 'show' | 'dispose'>;

export class AvatarPresenter implements Presenter {
  readonly canvas: HTMLCanvasElement;
  readonly #stage: PresenterStage;
  readonly #animator: Animator;
  #frameRequest = 0;
  #lastFrameMs = performance.now();
  #finishUtterance: (() => void) | undefined;

  constructor(stage: PresenterStage, animator: Animator) {
    this.#stage = stage;
    this.#animator = animator;
    this.canvas = stage.canvas;
    this.#stage.draw(this.#animator.advance(0), 0);
    this.#frameRequest = requestAnimationFrame(this.#frame);
  }

  setMood(mood: Mood): void {
    this.#animator.setMood(mood);
  }

  speak(timeline: readonly Phoneme[], clock: () => number): Promise<void> {
    this.stopSpeaking();
    const endSeconds = (timeline.at(-1)?.endSeconds ?? 0) + CLOSING_SECONDS;
    this.#animator.speak(timeline, clock);
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        if (clock() >= endSeconds) this.stopSpeaking();
      }, END_CHECK_MS);
      this.#finishUtterance = () => {
        clearInterval(timer);
        resolve();
      };
    });
  }

  stopSpeaking(): void {
    this.#animator.stopSpeaking();
    this.#finishUtterance?.();
    this.#finishUtterance = undefined;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frameRequest);
    this.stopSpeaking();
    this.#stage.dispose();
  }

  readonly #frame = (nowMs: number): void => {
    this.#frameRequest = requestAnimationFrame(this.#frame);
    if (!this.#stage.isPainted) return;
    const elapsedSeconds = (nowMs - this.#lastFrameMs) / 1000;
    if (elapsedSeconds < 1 / this.#stage.maxFramesPerSecond - FRAME_TOLERANCE_SECONDS) {
      this.#stage.show();
      return;
    }
    this.#lastFrameMs = nowMs;
    this.#stage.draw(this.#animator.advance(elapsedSeconds), elapsedSeconds);
  };
}

export const createPresenter: CreatePresenter = async ({ name, assetsUrl, reducedMotion, signal }) => {
  const look = presenterLook(name);
  const unneeded = new AbortController();
  const loading = loadBustOrNothing(`${assetsUrl}${look.modelFile}`, AbortSignal.any([signal, unneeded.signal]));
  // Meanwhile: a browser's first WebGL context takes a while.
  const levels = availableLevels();
  if (levels.length === 0) unneeded.abort();
  const bust = await loading;
  signal.throwIfAborted();
  const stage = new Stage(look, bust, levels, Math.random);
  return new AvatarPresenter(stage, new Animator({ random: Math.random, reducedMotion }));
};

/** Without a model, the portrait is shown: it needs no file. */
async function loadBustOrNothing(url: string, signal: AbortSignal): Promise<LoadedBust | undefined> {
  try {
    return await loadBust(url, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    console.warn('The 3D presenter cannot be loaded; a drawn one stands in.', error);
    return undefined;
  }
}
