// Where the eyes look: at the viewer with tiny jumps, and sometimes away. Eyes jump and do not glide.

import type { Blink } from './blink';
import type { MoodExpression } from './mood-expressions';
import { approach, between, type Random } from './motion';

const SACCADE_RATE = 38;
/** A blink often hides a jump larger than this (radians). */
const LARGE_JUMP = 0.18;
/** Further from the viewer than this counts as looking away, which is shorter. */
const LOOKING_AWAY = 0.08;

export class Gaze {
  readonly #random: Random;
  readonly #blink: Blink;
  readonly direction: [yaw: number, pitch: number] = [0, 0];
  #target: readonly [number, number] = [0, 0];
  #secondsToNext = 0.5;

  constructor(random: Random, blink: Blink) {
    this.#random = random;
    this.#blink = blink;
  }

  /** Call when the mood changes. The eyes look elsewhere soon. */
  refresh(): void {
    this.#secondsToNext = Math.min(this.#secondsToNext, 0.15);
  }

  advance(elapsedSeconds: number, expression: MoodExpression): void {
    this.#secondsToNext -= elapsedSeconds;
    if (this.#secondsToNext <= 0) this.#look(expression);
    this.direction[0] = approach(this.direction[0], this.#target[0], SACCADE_RATE, elapsedSeconds);
    this.direction[1] = approach(this.direction[1], this.#target[1], SACCADE_RATE, elapsedSeconds);
  }

  #look({ averted, avertChance }: MoodExpression): void {
    const span = (low: number, high: number) => between(this.#random, low, high);
    if (this.#random() >= avertChance) this.#target = [span(-0.018, 0.018), span(-0.014, 0.014)];
    else if (averted) this.#target = [averted[0] * span(0.6, 1.2), averted[1] * span(0.3, 1.3)];
    else this.#target = [span(-0.22, 0.22), span(-0.1, 0.06)];
    const jump = Math.hypot(this.#target[0] - this.direction[0], this.#target[1] - this.direction[1]);
    if (jump > LARGE_JUMP && this.#random() < 0.6) this.#blink.trigger();
    this.#secondsToNext = Math.hypot(...this.#target) > LOOKING_AWAY ? span(0.5, 1.3) : span(0.7, 2.6);
  }
}
