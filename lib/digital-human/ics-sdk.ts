/**
 * Door 2: the one place that talks to the vendor's browser SDK.
 * The SDK is one static instance, so there is one queue: `create` and `destroy` never overlap.
 * It must not know attempts, retries or words; it reports what happened.
 */
import { abortWith, type Clock, createAwakeClock, waitAtMost } from './awake-clock';
import { ownFailure, SessionFailure } from './failure';
import { type LoadIcsSdk, type LoadOptions, loadIcsSdk } from './ics-sdk-script';
import type { IcsCreateParameters, IcsResult, IcsSdk } from './ics-sdk-surface';

/** Leaving the RTC room takes up to 5 s, stopping the job up to 12 s of polling, then two requests (5.0.6). */
const DESTROY_LIMIT_MS = 20_000;

/** When `create()` is still pending this long after the ready event, `destroy` no longer waits for it. */
const SETTLE_AFTER_READY_MS = 5_000;

export interface CreateOptions {
  /** Resolves at the ready event. */
  ready: Promise<void>;
  /** When `create()` has not settled after this long, the SDK counts as stuck for the life of the page. */
  limitMs: number;
  signal: AbortSignal;
  /** Asked right before the call: an expired once code is never used. */
  isExpired: () => boolean;
}

export class IcsSdkDoor {
  #sdk: IcsSdk | null = null;
  /** Settles when every `create` and `destroy` so far has really settled, however long that takes. */
  #queue: Promise<unknown> = Promise.resolve();
  /** When the pending `create` counts as stuck, by the clock; 0 while none is pending. */
  #createDeadline = 0;
  /** `create` was called, and `destroy` not since. */
  #needsDestroy = false;
  #stuck = new AbortController();
  readonly #load: LoadIcsSdk;
  readonly #clock: Clock;

  constructor({ load = loadIcsSdk, clock = createAwakeClock() }: { load?: LoadIcsSdk; clock?: Clock } = {}) {
    this.#load = load;
    this.#clock = clock;
  }

  /** May be called ahead of time; loads once. @throws SessionFailure */
  async load(url: string, options?: LoadOptions): Promise<void> {
    this.#sdk = await this.#load(url, options);
  }

  /** The loaded SDK. Its other methods may be called between a ready event and `destroy`. */
  get sdk(): IcsSdk {
    if (!this.#sdk) throw new SessionFailure(ownFailure('sdk_load_failed'));
    return this.#sdk;
  }

  /** Waits until `create` may be called. @throws SessionFailure `sdk_stuck` when that does not come */
  async untilFree(signal: AbortSignal): Promise<void> {
    const limitMs = Math.max(this.#createDeadline - this.#clock.now(), 0) + DESTROY_LIMIT_MS;
    const wait = abortWith(signal, this.#stuck.signal);
    this.#throwIfStuck();
    await waitAtMost(this.#queue, { clock: this.#clock, limitMs, signal: wait.signal, onLimit: stuck });
    this.#throwIfStuck();
  }

  /**
   * Resolves with what the SDK's `create` resolves with, which says nothing about success.
   * @throws SessionFailure `sdk_stuck` when it rejects (its single-call lock then stays closed) or does not settle in
   *   time; `once_code_expired`; the signal's reason
   */
  create(
    parameters: IcsCreateParameters,
    { ready, limitMs, signal, isExpired }: CreateOptions,
  ): Promise<IcsResult | undefined> {
    const created = this.#inTurn(async () => {
      this.#throwIfStuck();
      if (signal.aborted) throw signal.reason;
      if (isExpired()) throw new SessionFailure(ownFailure('once_code_expired'));
      this.#needsDestroy = true;
      this.#createDeadline = this.#clock.now() + limitMs;
      const settled = this.#createNow(parameters);
      const longReady = ready.then(() => this.#clock.pause(SETTLE_AFTER_READY_MS)).then(() => undefined);
      return Promise.race([settled, longReady.catch(() => settled)]).finally(() => {
        this.#createDeadline = 0;
      });
    });
    // Not ended by the signal: a cancelled `create` that never settles leaves the SDK stuck all the same.
    return waitAtMost(created, { clock: this.#clock, limitMs, onLimit: () => this.#getStuck() });
  }

  /**
   * Ends whatever `create` began; resolved at once when there is nothing to end. Never rejects, and nobody waits longer
   * than the limit: signing out must not hang on the SDK. The queue does wait, until it has really settled.
   */
  async destroy(): Promise<void> {
    const destroyed = this.#inTurn(async () => {
      if (!this.#needsDestroy) return;
      this.#needsDestroy = false;
      await this.#destroySdk();
    });
    await waitAtMost(destroyed, { clock: this.#clock, limitMs: DESTROY_LIMIT_MS, onLimit: stuck }).catch(() => {});
  }

  /**
   * For a page that is being left: nothing queued would run any more, so this does not wait for a pending `create`.
   * A page that comes back from the back/forward cache finds the queue in order.
   */
  destroyNow(): void {
    if (!this.#needsDestroy) return;
    this.#needsDestroy = false;
    this.#queue = Promise.allSettled([this.#queue, this.#destroySdk()]);
  }

  async #destroySdk(): Promise<void> {
    try {
      await this.sdk.destroy();
    } catch {
      // The next `create()` begins with a destroy of its own, which makes up for it.
    }
  }

  async #createNow(parameters: IcsCreateParameters): Promise<IcsResult | undefined> {
    try {
      return await this.sdk.create(parameters);
    } catch {
      throw this.#getStuck();
    }
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(operation);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  #getStuck(): SessionFailure {
    this.#stuck.abort(stuck());
    return this.#stuck.signal.reason;
  }

  #throwIfStuck(): void {
    if (this.#stuck.signal.aborted) throw this.#stuck.signal.reason;
  }
}

const stuck = () => new SessionFailure(ownFailure('sdk_stuck'));
