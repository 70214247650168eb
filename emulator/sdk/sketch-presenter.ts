// A drawn presenter without any assets: blinks, breathes, looks about, and moves its lips to a timeline.
import type { CreatePresenter, Mood, Phoneme, Presenter } from './presenter';
import { drawFace, FIELD } from './sketch-face';

/** How far a sound opens the mouth, and how wide it is (-1 round, 1 wide). */
const mouths: Record<string, readonly [open: number, width: number]> = {
  pau: [0, 0.2],
  aa: [1, 0.2],
  ae: [0.9, 0.5],
  ah: [0.7, 0.1],
  ax: [0.4, 0],
  ao: [0.8, -0.5],
  eh: [0.6, 0.5],
  er: [0.4, -0.3],
  ih: [0.35, 0.6],
  iy: [0.3, 0.9],
  ow: [0.6, -0.7],
  uh: [0.3, -0.6],
  uw: [0.25, -0.9],
  w: [0.15, -0.9],
  p: [0, 0],
  b: [0, 0],
  m: [0, 0],
  f: [0.1, 0.1],
  v: [0.1, 0.1],
};
const otherMouth = [0.25, 0.2] as const;

const moods: Record<Mood, { gaze: readonly [number, number]; browLift: number; tilt: number }> = {
  idle: { gaze: [0, 0], browLift: 0, tilt: 0 },
  listening: { gaze: [0, 0], browLift: 0.5, tilt: 0.06 },
  thinking: { gaze: [0.7, 0.8], browLift: 0.3, tilt: -0.05 },
  speaking: { gaze: [0, 0], browLift: 0.15, tilt: 0 },
};

export const createSketchPresenter: CreatePresenter = async ({ reducedMotion, signal }) => {
  signal.throwIfAborted();
  return new SketchPresenter(reducedMotion ? 0 : 1);
};

class SketchPresenter implements Presenter {
  readonly canvas = document.createElement('canvas');
  readonly #pen: CanvasRenderingContext2D;
  #mood: Mood = 'idle';
  #speech: { timeline: readonly Phoneme[]; clock: () => number; done: () => void } | null = null;
  #pose = { mouthOpen: 0, mouthWidth: 0.2, gazeX: 0, gazeY: 0, browLift: 0, tilt: 0 };
  #frame = 0;
  #drawnAt = 0;

  constructor(private readonly motion: 0 | 1) {
    this.canvas.width = this.canvas.height = FIELD;
    const pen = this.canvas.getContext('2d', { alpha: false });
    if (!pen) throw new Error('This browser has no Canvas 2D');
    this.#pen = pen;
    this.#draw(performance.now());
  }

  setMood(mood: Mood): void {
    this.#mood = mood;
  }

  speak(timeline: readonly Phoneme[], clock: () => number): Promise<void> {
    this.stopSpeaking();
    return new Promise((done) => {
      this.#speech = { timeline, clock, done };
    });
  }

  stopSpeaking(): void {
    this.#speech?.done();
    this.#speech = null;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.stopSpeaking();
  }

  readonly #draw = (now: number): void => {
    const seconds = now / 1000;
    this.#approach(Math.min(0.1, seconds - this.#drawnAt));
    this.#drawnAt = seconds;
    const sway = this.motion * Math.sin(seconds * 0.9) * 0.018;
    const { mouthOpen, mouthWidth, gazeX, gazeY, browLift, tilt } = this.#pose;
    drawFace(this.#pen, {
      mouthOpen,
      mouthWidth,
      eyelids: eyelidsAt(seconds),
      gaze: [gazeX, gazeY],
      browLift,
      tilt: tilt + sway,
      lift: this.motion * Math.sin(seconds * 1.7) * 2,
      breath: this.motion * (0.5 + 0.5 * Math.sin(seconds * 1.5)),
    });
    this.#frame = requestAnimationFrame(this.#draw);
  };

  /** Moves the pose towards mood and sound: the mouth quickly, the rest slowly. */
  #approach(deltaSeconds: number): void {
    const [open, width] = this.#mouth();
    const { gaze, browLift, tilt } = moods[this.#mood];
    const fast = 1 - Math.exp(-deltaSeconds / 0.035);
    const slow = 1 - Math.exp(-deltaSeconds / 0.22);
    const pose = this.#pose;
    pose.mouthOpen += (open - pose.mouthOpen) * fast;
    pose.mouthWidth += (width - pose.mouthWidth) * fast;
    pose.gazeX += (gaze[0] * this.motion - pose.gazeX) * slow;
    pose.gazeY += (gaze[1] * this.motion - pose.gazeY) * slow;
    pose.browLift += (browLift - pose.browLift) * slow;
    pose.tilt += (tilt * this.motion - pose.tilt) * slow;
  }

  #mouth(): readonly [number, number] {
    if (!this.#speech) return [0, 0.4];
    const { timeline, clock } = this.#speech;
    const at = clock();
    if (at > (timeline.at(-1)?.endSeconds ?? 0)) this.stopSpeaking();
    const phoneme = timeline.find(({ startSeconds, endSeconds }) => at >= startSeconds && at < endSeconds);
    return mouths[phoneme?.phone ?? 'pau'] ?? otherMouth;
  }
}

/** Two blinks of 0.16 s in each 7.3 s, unevenly spaced. */
function eyelidsAt(seconds: number): number {
  const inCycle = seconds % 7.3;
  const sinceBlink = inCycle < 4.1 ? inCycle : inCycle - 4.1;
  return sinceBlink < 0.16 ? Math.sin((sinceBlink / 0.16) * Math.PI) : 0;
}
