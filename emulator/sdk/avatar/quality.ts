// How finely the bust is drawn, and when that has to change: a ladder of levels, stepped down when the machine cannot keep up.
// Pure reckoning with times it is given.

export interface QualityLevel {
  /** Height of the picture. */
  pixels: number;
  /** By multisampling; without it edges are smoothed afterwards, which costs a software renderer far less. */
  antialias: boolean;
  /** Light vertices instead of pixels. */
  litPerVertex: boolean;
  /** Soft ends of the hair and rounded shoulders: what a software renderer has no time for. */
  fineDetail: boolean;
  maxFramesPerSecond: number;
}

const graphicsCardLevels: readonly QualityLevel[] = [
  { pixels: 720, antialias: true, litPerVertex: false, fineDetail: true, maxFramesPerSecond: 30 },
  { pixels: 540, antialias: true, litPerVertex: true, fineDetail: true, maxFramesPerSecond: 30 },
  { pixels: 400, antialias: false, litPerVertex: true, fineDetail: false, maxFramesPerSecond: 24 },
];
const softwareLevels: readonly QualityLevel[] = [
  { pixels: 400, antialias: false, litPerVertex: true, fineDetail: false, maxFramesPerSecond: 24 },
  { pixels: 360, antialias: false, litPerVertex: true, fineDetail: false, maxFramesPerSecond: 20 },
  { pixels: 320, antialias: false, litPerVertex: true, fineDetail: false, maxFramesPerSecond: 15 },
];

/** A wide room with the person in its middle square: a page may cut off as much of the sides as it likes. */
export const pictureSize = (pixels: number) => ({ width: Math.round(pixels * 0.8) * 2, height: pixels });

/** Of the drawn portrait. */
export const portraitPixels = 480;
export const portraitFramesPerSecond = 30;

/** `renderer`: what WebGL calls itself. SwiftShader, llvmpipe and Windows' basic driver draw on the CPU. */
export function qualityLevels(renderer: string): readonly QualityLevel[] {
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? softwareLevels : graphicsCardLevels;
}

const WINDOW_SECONDS = 1.2;
/** The first frames compile shaders and decode pictures; they say nothing about the machine. */
const SETTLING_SECONDS = 0.8;
/** A longer gap is a page in the background or a sleeping machine, not a slow one. */
const LONGEST_FRAME_SECONDS = 0.6;
/** Below this on the last level the bust gives way to the drawn portrait. */
const UNUSABLE_FRAMES_PER_SECOND = 8;
/** One or two bad windows may be another program's; the third in a row is not. */
const UNUSABLE_WINDOWS = 3;
/** Below this share of the wanted rate a lower level is tried. */
const TOO_SLOW = 0.5;

export type Verdict = 'fine' | 'too slow' | 'unusable';

/** Judges the frame rate over windows of some seconds. */
export class FrameRateWatch {
  #wanted: number;
  #settlingSeconds = SETTLING_SECONDS;
  #frames = 0;
  #seconds = 0;
  #unusableWindows = 0;

  constructor(wantedFramesPerSecond: number) {
    this.#wanted = wantedFramesPerSecond;
  }

  restart(wantedFramesPerSecond: number): void {
    this.#wanted = wantedFramesPerSecond;
    this.#settlingSeconds = SETTLING_SECONDS;
    this.#frames = 0;
    this.#seconds = 0;
    this.#unusableWindows = 0;
  }

  frame(elapsedSeconds: number): Verdict {
    if (elapsedSeconds > LONGEST_FRAME_SECONDS) return 'fine';
    if (this.#settlingSeconds > 0) {
      this.#settlingSeconds -= elapsedSeconds;
      return 'fine';
    }
    this.#frames++;
    this.#seconds += elapsedSeconds;
    if (this.#seconds < WINDOW_SECONDS) return 'fine';
    const framesPerSecond = this.#frames / this.#seconds;
    this.#frames = 0;
    this.#seconds = 0;
    this.#unusableWindows = framesPerSecond < UNUSABLE_FRAMES_PER_SECOND ? this.#unusableWindows + 1 : 0;
    if (this.#unusableWindows >= UNUSABLE_WINDOWS) return 'unusable';
    return framesPerSecond < this.#wanted * TOO_SLOW ? 'too slow' : 'fine';
  }
}
