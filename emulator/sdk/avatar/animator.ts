// Returns the person's pose at a moment: mood, breath, blinks, gaze, head and, during speech, lips. Time comes in as
// elapsed seconds and chance through `random`, so the same calls return the same poses.

import type { Mood, Phoneme } from '../presenter';
import { Blink } from './blink';
import { Gaze } from './gaze';
import { HeadMotion } from './head-motion';
import { type Mouth, mouthAt } from './lip-track';
import { moodExpressions } from './mood-expressions';
import { approach, type Random, wander } from './motion';
import type { MorphWeights, Pose } from './pose';
import { SpeechCues } from './speech-cues';

export interface AnimatorOptions {
  random: Random;
  /** Keeps lips and blinks and leaves everything else still. */
  reducedMotion: boolean;
}

/**
 * A sound waits longer in the receiver's jitter buffer than a picture does. Measured by
 * `tools/bench/avatar-lip-offset.ts`.
 */
const LIP_LAG_SECONDS = 0.08;
const LONGEST_STEP_SECONDS = 0.1;
const EXPRESSION_RATE = 4.5;

export class Animator {
  readonly #reducedMotion: boolean;
  readonly #random: Random;
  readonly #blink: Blink;
  readonly #gaze: Gaze;
  readonly #head: HeadMotion;
  readonly #expression: Record<string, number> = {};
  #mood: Mood = 'idle';
  #seconds = 0;
  #breaths = 0;
  #browFlash = 0;
  /** How much the face is that of a speaker, 0 to 1. */
  #speaking = 0;
  /** The mouth of the speech. After the end of speech it closes for a moment. */
  #lips: Mouth | undefined;
  #speech: { cues: SpeechCues; clock: () => number } | undefined;

  constructor({ random, reducedMotion }: AnimatorOptions) {
    this.#random = random;
    this.#reducedMotion = reducedMotion;
    this.#blink = new Blink(random);
    this.#gaze = new Gaze(random, this.#blink);
    this.#head = new HeadMotion(random);
  }

  setMood(mood: Mood): void {
    if (mood === this.#mood) return;
    this.#mood = mood;
    this.#head.setNodding(mood === 'listening', this.#seconds);
    this.#gaze.refresh();
    if (this.#random() < 0.7) this.#blink.trigger();
  }

  speak(timeline: readonly Phoneme[], clock: () => number): void {
    this.#speech = { cues: new SpeechCues(timeline), clock };
  }

  stopSpeaking(): void {
    this.#speech = undefined;
    this.#head.settlePosture();
  }

  advance(elapsedSeconds: number): Pose {
    const elapsed = Math.min(elapsedSeconds, LONGEST_STEP_SECONDS);
    this.#seconds += elapsed;
    this.#breaths += elapsed / (this.#speech ? 3.2 : 4.2);
    const mood = moodExpressions[this.#mood];
    const mouth = this.#mouth(elapsed);
    const lids = this.#blink.advance(elapsed, this.#mood === 'listening');
    if (!this.#reducedMotion) {
      this.#gaze.advance(elapsed, mood);
      this.#head.advance(this.#seconds, elapsed, mood, this.#gaze.direction);
    }
    this.#browFlash = approach(this.#browFlash, 0, 3, elapsed);
    this.#speaking = approach(this.#speaking, mouth ? 1 : 0, 8, elapsed);

    const weights = this.#easeExpression(mood.weights, elapsed);
    const add = (unit: string, amount: number) => {
      weights[unit] = (weights[unit] ?? 0) + amount;
    };
    // A smile would flatten rounded lips.
    const room = 1 - Math.min(1, (mouth?.weights.purse ?? 0) * 1.2);
    weights.smile = (weights.smile ?? 0) * (1 - 0.25 * this.#speaking) * room;
    for (const [unit, value] of Object.entries(mouth?.weights ?? {})) add(unit, value);
    const pitch = this.#gaze.direction[1];
    for (const side of ['L', 'R']) {
      add(`browUp${side}`, this.#browFlash * 0.7);
      add(`browIn${side}`, this.#browFlash * 0.3);
      // The upper lid follows the eye, down and up.
      weights[`blink${side}`] = Math.min(1, Math.max(weights[`blink${side}`] ?? 0, lids) + Math.max(0, -pitch) * 1.1);
      add(`wide${side}`, Math.max(0, pitch));
    }
    return this.#pose(weights, mouth?.tongue ?? 0);
  }

  #pose(weights: Record<string, number>, tongue: number): Pose {
    const isStill = this.#reducedMotion;
    const [pitch, yaw] = this.#head.angles;
    const [gazeYaw, gazePitch] = this.#gaze.direction;
    return {
      weights,
      head: [...this.#head.angles],
      sway: isStill ? 0 : wander(this.#seconds * 0.11, 5) * 0.003,
      breath: isStill ? 0 : 0.5 - 0.5 * Math.cos(this.#breaths * 2 * Math.PI),
      // The eyes turn against the head, so that they stay on the viewer.
      gaze: [gazeYaw - yaw * 0.92, gazePitch + pitch * 0.92],
      tongue,
    };
  }

  #mouth(elapsed: number): Mouth | undefined {
    if (!this.#speech) this.#lips = closing(this.#lips, elapsed);
    else {
      const { cues, clock } = this.#speech;
      const seconds = clock();
      if (!this.#reducedMotion) this.#gesture(cues, seconds);
      this.#lips = mouthAt(cues.lips, seconds - LIP_LAG_SECONDS);
    }
    return this.#lips;
  }

  #gesture(cues: SpeechCues, seconds: number): void {
    for (let beats = cues.takeBeats(seconds); beats > 0; beats--) {
      if (this.#head.beat() && this.#random() < 0.35) this.#browFlash = 0.2 + this.#random() * 0.3;
    }
    if (cues.takePauses(seconds) === 0) return;
    if (this.#random() < 0.6) this.#blink.trigger();
    this.#head.shiftPosture();
  }

  #easeExpression(goal: MorphWeights, elapsed: number): Record<string, number> {
    for (const unit of new Set([...Object.keys(this.#expression), ...Object.keys(goal)])) {
      this.#expression[unit] = approach(this.#expression[unit] ?? 0, goal[unit] ?? 0, EXPRESSION_RATE, elapsed);
    }
    return { ...this.#expression };
  }
}

/** An interrupted mouth closes within some 0.2 s instead of at once. */
function closing(mouth: Mouth | undefined, elapsed: number): Mouth | undefined {
  const weights = Object.entries(mouth?.weights ?? {}).map(
    ([unit, value]) => [unit, approach(value, 0, 18, elapsed)] as const,
  );
  if (!mouth || weights.every(([, value]) => value < 0.01)) return undefined;
  return { weights: Object.fromEntries(weights), tongue: approach(mouth.tongue, 0, 18, elapsed) };
}
