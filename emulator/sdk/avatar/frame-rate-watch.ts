// Judges whether the machine keeps up with painting, or could do more, over windows of a second. It only reckons with the times
// it is given.

const WINDOW_SECONDS = 1;
/** The first frames come while scripts are compiled and pictures decoded; they say nothing about the machine. */
const SETTLING_SECONDS = 0.5;
/** A longer gap is a page in the background or a sleeping machine, not a slow one. */
const LONGEST_FRAME_SECONDS = 0.6;
/** One bad window may be another program's. */
const BAD_WINDOWS = 2;
/** Shares of the wanted frames, and of the time that painting took. */
const TOO_SLOW = { frames: 0.8, painting: 0.4 };
/** And how often the display asked for a picture in a second: a busy machine does not come to it. */
const AT_EASE = { frames: 0.9, painting: 0.15, displayRate: 40 };

export interface PaintedFrame {
  /** Since the frame before. */
  elapsedSeconds: number;
  paintingSeconds: number;
  /** How many pictures the display asked for since the frame before. */
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

  /** `patienceSeconds`: how long all must go well before more is tried. */
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
