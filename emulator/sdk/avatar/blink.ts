// Decides when the person blinks and how far the lids are closed: every few seconds, sometimes twice, and on request.

import { between, type Random, smooth } from './motion';

const CLOSING_SECONDS = 0.075;
const OPENING_STARTS_SECONDS = 0.105;
const BLINK_SECONDS = 0.27;
const DOUBLE_BLINK_CHANCE = 0.14;

export class Blink {
  readonly #random: Random;
  #secondsIntoBlink: number | undefined;
  #secondsToNext = 1.2;
  #again = false;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Starts a blink, unless one is running. */
  trigger(): void {
    this.#secondsIntoBlink ??= 0;
  }

  /** Returns how far the lids are closed, 0 to 1. An attentive person blinks less. */
  advance(elapsedSeconds: number, attentive: boolean): number {
    this.#secondsToNext -= elapsedSeconds;
    if (this.#secondsIntoBlink === undefined) {
      if (this.#secondsToNext > 0) return 0;
      this.#secondsIntoBlink = 0;
      this.#again = this.#random() < DOUBLE_BLINK_CHANCE;
    }
    this.#secondsIntoBlink += elapsedSeconds;
    const closed = lidClosure(this.#secondsIntoBlink);
    if (this.#secondsIntoBlink >= BLINK_SECONDS) {
      this.#secondsIntoBlink = this.#again ? 0 : undefined;
      this.#again = false;
      this.#secondsToNext = attentive ? between(this.#random, 2.5, 6) : between(this.#random, 1.8, 5);
    }
    return closed;
  }
}

function lidClosure(seconds: number): number {
  const linear =
    seconds < CLOSING_SECONDS
      ? seconds / CLOSING_SECONDS
      : seconds < OPENING_STARTS_SECONDS
        ? 1
        : Math.max(0, 1 - (seconds - OPENING_STARTS_SECONDS) / (BLINK_SECONDS - OPENING_STARTS_SECONDS));
  return smooth(linear);
}
