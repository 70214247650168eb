// The presenter's canvas. It sets how large and how often to paint, which is less on a slow machine. The element never
// changes, so a captured stream continues.

import type { PresenterName } from '../presenter-of';
import { FrameRateWatch } from './frame-rate-watch';
import { loadPortrait } from './portrait-file';
import { PortraitPainter } from './portrait-painter';
import type { Pose } from './pose';
import { paintRoom } from './rooms';

export interface Quality {
  height: number;
  framesPerSecond: number;
}

/** From the best down. A call starts with the last, and uses the best as soon as the machine has proved fast enough. */
const QUALITIES: readonly Quality[] = [
  { height: 720, framesPerSecond: 30 },
  { height: 480, framesPerSecond: 30 },
  { height: 360, framesPerSecond: 10 },
];
const FIRST_PATIENCE_SECONDS = 1;
/** Seconds before it tries a better picture again. Doubles after each failure. */
const PATIENCE_SECONDS = 15;

export interface StageOptions {
  name: PresenterName;
  assetsUrl: string;
  signal: AbortSignal;
  qualities?: readonly Quality[];
}

export class Stage {
  readonly canvas = document.createElement('canvas');
  readonly #options: StageOptions;
  readonly #qualities: readonly Quality[];
  readonly #context: CanvasRenderingContext2D;
  readonly #ended = new AbortController();
  #step: number;
  #isChanging = true;
  #isBeginning = true;
  #patienceSeconds = PATIENCE_SECONDS;
  #painter: PortraitPainter | undefined;
  #lastPose: Pose | undefined;
  #watch: FrameRateWatch | undefined;

  static async open(options: StageOptions): Promise<Stage> {
    options.signal.throwIfAborted();
    const stage = new Stage(options);
    try {
      await stage.#adopt(stage.#step);
    } catch (error) {
      options.signal.throwIfAborted();
      console.warn('The presenter cannot be loaded; the room stays empty.', error);
      const { height } = stage.#quality;
      stage.#showRoom((height * 8) / 5, height);
    }
    return stage;
  }

  private constructor(options: StageOptions) {
    // Only a capture reads the canvas. From a graphics card the browser would have to read back each frame.
    const context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('no Canvas 2D');
    this.#context = context;
    this.#options = { ...options, signal: AbortSignal.any([options.signal, this.#ended.signal]) };
    this.#qualities = options.qualities ?? QUALITIES;
    this.#step = this.#qualities.length - 1;
  }

  get framesPerSecond(): number {
    return this.#quality.framesPerSecond;
  }

  /** `displayFrames`: how many pictures the display requested since the previous frame, this one included. */
  draw(pose: Pose, elapsedSeconds: number, displayFrames: number): void {
    const startMs = performance.now();
    this.#painter?.paint(pose);
    this.#lastPose = pose;
    const paintingSeconds = (performance.now() - startMs) / 1000;
    const verdict = this.#watch?.judge({ elapsedSeconds, paintingSeconds, displayFrames });
    if (verdict === 'too slow') this.#change(this.#step + 1);
    if (verdict === 'at ease') this.#change(this.#isBeginning ? 0 : this.#step - 1);
  }

  dispose(): void {
    this.#ended.abort();
    this.#painter = undefined;
  }

  get #quality(): Quality {
    return this.#qualities[this.#step] as Quality;
  }

  #change(step: number): void {
    if (this.#isChanging || !this.#qualities[step]) return;
    if (step > this.#step) this.#patienceSeconds *= 2;
    this.#isBeginning = false;
    this.#adopt(step).catch((error: unknown) => {
      if (!this.#options.signal.aborted) console.warn('The presenter cannot be drawn in another size.', error);
    });
  }

  async #adopt(step: number): Promise<void> {
    const { name, assetsUrl, signal } = this.#options;
    this.#isChanging = true;
    const { height, framesPerSecond } = this.#qualities[step] as Quality;
    const file = await loadPortrait(`${assetsUrl}${name}`, height, signal);
    signal.throwIfAborted();
    this.#step = step;
    this.#showRoom(file.width, height);
    this.#painter = new PortraitPainter(this.#context, file);
    // A portrait has no eyes until it is painted, and a capture may come first.
    if (this.#lastPose) this.#painter.paint(this.#lastPose);
    this.#watch = new FrameRateWatch(
      framesPerSecond,
      this.#isBeginning ? FIRST_PATIENCE_SECONDS : this.#patienceSeconds,
    );
    this.#isChanging = false;
  }

  #showRoom(width: number, height: number): void {
    Object.assign(this.canvas, { width, height });
    paintRoom(this.#context, this.#options.name);
  }
}
