// Judges over windows of a second whether the machine keeps up with painting, or could do more. It uses only the times
// passed to it.

const WINDOW_SECONDS = 1;
/** During the first frames the browser compiles scripts and decodes pictures, so they say nothing about the machine. */
const SETTLING_SECONDS = 0.5;
/** A longer gap means a page in the background or a sleeping machine, not a slow one. */
const LONGEST_FRAME_SECONDS = 0.6;
/** Another program may cause one bad window. */
const BAD_WINDOWS = 2;
/** Shares of the wanted frames, and of the time spent painting. */
const TOO_SLOW = { frames: 0.8, painting: 0.4 };
/** How often per second the display must ask for a picture. A busy machine asks less often. */
const AT_EASE = { frames: 0.9, painting: 0.15, displayRate: 40 };

export interface PaintedFrame {
  /** Seconds since the previous frame. */
  elapsedSeconds: number;
  paintingSeconds: number;
  /** How many pictures the display requested since the previous frame. */
  displayFrames: number;
}

export class FrameRateWatch {
  readonly #wanted: number;
  readonly #patienceSeconds: number;
  #settlingSeconds = SETTLING_SECONDS;
  #frames = 0;
  #displayFrames = 0;
  #seconds = 0;
  #paintingSeconds = 0;
  #badWindows = 0;
  #easySeconds = 0;

  /** `patienceSeconds`: how long the machine must keep up before it tries more. */
  constructor(wantedFramesPerSecond: number, patienceSeconds: number) {
    this.#wanted = wantedFramesPerSecond;
    this.#patienceSeconds = patienceSeconds;
  }

  judge({ elapsedSeconds, paintingSeconds, displayFrames }: PaintedFrame): 'too slow' | 'at ease' | undefined {
    if (elapsedSeconds > LONGEST_FRAME_SECONDS) return undefined;
    this.#settlingSeconds -= elapsedSeconds;
    if (this.#settlingSeconds > 0) return undefined;
    this.#frames++;
    this.#displayFrames += displayFrames;
    this.#seconds += elapsedSeconds;
    this.#paintingSeconds += paintingSeconds;
    if (this.#seconds < WINDOW_SECONDS) return undefined;
    const frames = this.#frames / this.#seconds / this.#wanted;
    const painting = this.#paintingSeconds / this.#seconds;
    const isBad = frames < TOO_SLOW.frames || painting > TOO_SLOW.painting;
    const displayRate = this.#displayFrames / this.#seconds;
    const isEasy = frames > AT_EASE.frames && painting < AT_EASE.painting && displayRate > AT_EASE.displayRate;
    this.#badWindows = isBad ? this.#badWindows + 1 : 0;
    this.#easySeconds = isEasy ? this.#easySeconds + this.#seconds : 0;
    this.#frames = this.#seconds = this.#paintingSeconds = this.#displayFrames = 0;
    if (this.#badWindows >= BAD_WINDOWS) return 'too slow';
    return this.#easySeconds >= this.#patienceSeconds ? 'at ease' : undefined;
  }
}
