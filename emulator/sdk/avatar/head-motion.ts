// Moves the head: a slow wander, nods while listening, beats on stressed vowels, and a new posture at pauses while
// speaking.

import type { MoodExpression } from './mood-expressions';
import { approach, between, type Random, wander } from './motion';
import type { Turn } from './pose';

const NOD_SECONDS = 0.42;
const BEAT_CHANCE = 0.55;

export class HeadMotion {
  readonly #random: Random;
  readonly angles: [pitch: number, yaw: number, roll: number] = [0, 0, 0];
  #nod: { startSeconds: number; count: number; depth: number } | undefined;
  #nextNodSeconds = Number.POSITIVE_INFINITY;
  #beat = 0;
  #beatGoal = 0;
  #posture: readonly [yaw: number, roll: number] = [0, 0];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Turns nods from time to time on or off. */
  setNodding(nodding: boolean, nowSeconds: number): void {
    this.#nextNodSeconds = nodding ? nowSeconds + between(this.#random, 1.2, 2.4) : Number.POSITIVE_INFINITY;
  }

  /** Call at a stressed vowel. May start a small movement, and returns whether it did. */
  beat(): boolean {
    if (this.#random() >= BEAT_CHANCE) return false;
    this.#beatGoal = between(this.#random, 0.25, 1) * (this.#random() < 0.8 ? 1 : -0.6);
    return true;
  }

  shiftPosture(): void {
    this.#posture = [between(this.#random, -0.05, 0.05), between(this.#random, -0.03, 0.03)];
  }

  settlePosture(): void {
    this.#posture = [0, 0];
  }

  advance(
    nowSeconds: number,
    elapsedSeconds: number,
    expression: MoodExpression,
    gaze: readonly [number, number],
  ): void {
    this.#beat = approach(this.#beat, this.#beatGoal, 16, elapsedSeconds);
    this.#beatGoal = approach(this.#beatGoal, 0, 6, elapsedSeconds);
    const nod = this.#nodAt(nowSeconds);
    const { head, liveliness } = expression;
    const goal: Turn = [
      head[0] + wander(nowSeconds * 0.31, 1) * 0.022 * liveliness + this.#beat * 0.03 + nod - gaze[1] * 0.25,
      head[1] + wander(nowSeconds * 0.23, 2) * 0.045 * liveliness + gaze[0] * 0.3 + this.#posture[0],
      head[2] + wander(nowSeconds * 0.19, 3) * 0.02 * liveliness + this.#posture[1],
    ];
    const pitchRate = nod !== 0 || Math.abs(this.#beat) > 0.05 ? 14 : 5;
    this.angles[0] = approach(this.angles[0], goal[0], pitchRate, elapsedSeconds);
    this.angles[1] = approach(this.angles[1], goal[1], 5, elapsedSeconds);
    this.angles[2] = approach(this.angles[2], goal[2], 5, elapsedSeconds);
  }

  #nodAt(nowSeconds: number): number {
    if (nowSeconds > this.#nextNodSeconds) {
      const count = this.#random() < 0.5 ? 1 : 2;
      this.#nod = { startSeconds: nowSeconds, count, depth: between(this.#random, 0.035, 0.06) };
      this.#nextNodSeconds = nowSeconds + between(this.#random, 2.5, 5);
    }
    if (!this.#nod) return 0;
    const nods = (nowSeconds - this.#nod.startSeconds) / NOD_SECONDS;
    if (nods > this.#nod.count) {
      this.#nod = undefined;
      return 0;
    }
    // The second nod is shallower than the first.
    return Math.sin(Math.PI * (nods % 1)) ** 2 * this.#nod.depth * (1 - 0.3 * Math.floor(nods));
  }
}
