/**
 * A sliding-window limit: at most `limit` calls in any span of time. A fixed window allows twice as many around its
 * boundary, and the cloud, whose windows begin at other times, refuses the rest.
 *
 * A call counts until one span after its end. It is not known when it reached the cloud: a busy event loop and new
 * connections delay calls by seconds, so calls that were allowed seconds apart may leave together. But a call has
 * arrived before it is answered, so the call that gets its permit next arrives at least a span later.
 */
export interface RollingWindow {
  /** Requests a permit for one call. */
  acquire(): Promise<Acquired>;
}

/** A permit, or the least time until there is one, in milliseconds. */
export type Acquired = { permit: Permit } | { waitMs: number };

export interface Permit {
  /** Call it when the call has ended, also after an error. */
  release(): void;
}

export interface RollingWindowOptions {
  limit: number;
  spanMs: number;
}

export class MemoryRollingWindow implements RollingWindow {
  #calls: { endedAtMs?: number }[] = [];

  readonly #options: RollingWindowOptions;
  readonly #now: () => number;

  /** @param now returns milliseconds that never decrease */
  constructor(options: RollingWindowOptions, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#now = now;
  }

  async acquire(): Promise<Acquired> {
    const { limit, spanMs } = this.#options;
    const nowMs = this.#now();
    this.#calls = this.#calls.filter(({ endedAtMs = nowMs }) => nowMs - endedAtMs < spanMs);
    if (this.#calls.length >= limit) {
      const firstEndMs = this.#calls.reduce((first, { endedAtMs = nowMs }) => Math.min(first, endedAtMs), nowMs);
      return { waitMs: firstEndMs + spanMs - nowMs };
    }
    const call: { endedAtMs?: number } = {};
    this.#calls.push(call);
    const release = () => {
      call.endedAtMs = this.#now();
    };
    return { permit: { release } };
  }
}
