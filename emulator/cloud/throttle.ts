/** MetaStudio's flow control of the once-code call: a number of calls per second for the whole tenant. */

export class Throttle {
  #admittedAtMs: number[] = [];

  readonly perSecond: number;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  admits(nowMs: number): boolean {
    this.#admittedAtMs = this.#admittedAtMs.filter((at) => at > nowMs - 1000);
    if (this.#admittedAtMs.length >= this.perSecond) return false;
    this.#admittedAtMs.push(nowMs);
    return true;
  }
}
