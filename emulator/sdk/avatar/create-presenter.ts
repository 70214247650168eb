// Creates a presenter: loads its files, runs the clock of its frames, and implements the stand-in SDK's contract.
// dispose() ends everything that it starts.

import type { CreatePresenter, Mood, Phoneme, Presenter } from '../presenter';
import { Animator } from './animator';
import { Stage } from './stage';

/** Frames come at the display's rate. One that is this much early still counts. */
const FRAME_TOLERANCE_MS = 4;
/** A hidden tab stops frames but not timers, so a timer finds the end of an utterance by the audio clock. */
const END_CHECK_MS = 100;
/** After the last sound the mouth closes, then the utterance ends. */
const CLOSING_SECONDS = 0.15;

export type PresenterStage = Pick<Stage, 'canvas' | 'framesPerSecond' | 'draw' | 'dispose'>;

export class AvatarPresenter implements Presenter {
  readonly canvas: HTMLCanvasElement;
  readonly #stage: PresenterStage;
  readonly #animator: Animator;
  #frameRequest = 0;
  #lastFrameMs = performance.now();
  #nextFrameMs: number;
  #displayFrames = 0;
  #finishUtterance: (() => void) | undefined;

  constructor(stage: PresenterStage, animator: Animator) {
    this.#stage = stage;
    this.#animator = animator;
    this.canvas = stage.canvas;
    this.#stage.draw(this.#animator.advance(0), 0, 0);
    this.#nextFrameMs = this.#lastFrameMs + 1000 / stage.framesPerSecond;
    this.#frameRequest = requestAnimationFrame(this.#frame);
  }

  setMood(mood: Mood): void {
    this.#animator.setMood(mood);
  }

  setVisible(isVisible: boolean): void {
    cancelAnimationFrame(this.#frameRequest);
    if (isVisible) this.#frameRequest = requestAnimationFrame(this.#frame);
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
    this.#displayFrames++;
    if (nowMs < this.#nextFrameMs - FRAME_TOLERANCE_MS) return;
    const intervalMs = 1000 / this.#stage.framesPerSecond;
    // A late frame does not delay the next, so displays of 50, 75 or 144 Hz get the full rate, too. It makes up for one
    // frame at most.
    this.#nextFrameMs = Math.max(this.#nextFrameMs + intervalMs, nowMs);
    const elapsedSeconds = (nowMs - this.#lastFrameMs) / 1000;
    this.#lastFrameMs = nowMs;
    this.#stage.draw(this.#animator.advance(elapsedSeconds), elapsedSeconds, this.#displayFrames);
    this.#displayFrames = 0;
  };
}

export const createPresenter: CreatePresenter = async ({ name, assetsUrl, reducedMotion, signal }) => {
  const stage = await Stage.open({ name, assetsUrl, signal });
  return new AvatarPresenter(stage, new Animator({ random: Math.random, reducedMotion }));
};
