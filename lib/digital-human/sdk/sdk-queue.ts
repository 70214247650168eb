/**
 * The one place that creates and destroys the vendor's browser SDK.
 * The SDK is one static instance, so there is one queue: `create` and `destroy` never overlap.
 */
import { type Clock, createClock, linkedController, withTimeout } from '../clock';
import { ownFailure, SessionFailure } from '../failures';
import { type LoadOptions, type LoadSdk, loadSdk } from './load-sdk';
import type { IcsCreateParameters, IcsResult, IcsSdk } from './types';
import { UnansweredStart } from './unanswered-start';

/** Offline, a single request within `destroy` takes 30 s (5.0.6). */
const DESTROY_LIMIT_MS = 45_000;

/** The check connects two peers within the page to learn which codecs the browser has. */
const BROWSER_CHECK_LIMIT_MS = 8_000;

/** When `create()` is still pending this long after the ready event, `destroy` no longer waits for it. */
const SETTLE_AFTER_READY_MS = 5_000;

export interface CreateOptions {
  /** Resolves at the ready event. */
  ready: Promise<void>;
  /** When `create()` has not settled after this long, the SDK counts as stuck until the page is reloaded. */
  limitMs: number;
  signal: AbortSignal;
  /** Asked right before the call: an expired once code is never used. */
  isExpired: () => boolean;
}

export class SdkQueue {
  #sdk: IcsSdk | null = null;
  /** Settles when every `create` and `destroy` so far has really settled, however long that takes. */
  #queue: Promise<unknown> = Promise.resolve();
  /** When the pending `create` counts as stuck, by the clock; 0 while none is pending. */
  #createDeadline = 0;
  /** `create` was called, and `destroy` not since. */
  #needsDestroy = false;
  #stuck = new AbortController();
  #firstSignInAt: number | null = null;
  readonly #start: UnansweredStart;
  readonly #load: LoadSdk;
  readonly #clock: Clock;

  constructor({ load = loadSdk, clock = createClock() }: { load?: LoadSdk; clock?: Clock } = {}) {
    this.#load = load;
    this.#clock = clock;
    this.#start = new UnansweredStart(clock);
  }

  /** May be called ahead of time; loads once. @throws SessionFailure */
  async load(url: string, options?: LoadOptions): Promise<void> {
    this.#sdk = await this.#load(url, options);
    this.#quietLog();
  }

  /** The check may be asynchronous and may fail: only a clear yes is worth a once code. */
  async isBrowserSupported(signal: AbortSignal): Promise<boolean> {
    const { sdk } = this;
    if (!sdk.checkBrowserSupport) return true;
    const onTimeout = () => new SessionFailure(ownFailure('browser_unsupported'));
    const wait = { clock: this.#clock, limitMs: BROWSER_CHECK_LIMIT_MS, signal, onTimeout };
    try {
      return (await withTimeout(Promise.resolve(sdk.checkBrowserSupport()), wait)) === true;
    } catch {
      if (signal.aborted) throw signal.reason;
      return false;
    }
  }

  /** How long ago this page first signed in with a once code; `null` when it has not. */
  get signedInForMs(): number | null {
    return this.#firstSignInAt === null ? null : this.#clock.now() - this.#firstSignInAt;
  }

  /** The loaded SDK. Its other methods may be called between a ready event and `destroy`. */
  get sdk(): IcsSdk {
    if (!this.#sdk) throw new SessionFailure(ownFailure('sdk_load_failed'));
    return this.#sdk;
  }

  /** After `create` resolved: true when its request for a job got no usable answer, as far as the SDK tells. */
  isStartUnanswered = (): Promise<boolean> => this.#start.isUnanswered(this.sdk);

  /** How long the SDK may still start a job by itself. */
  get unansweredForMs(): number {
    return this.#start.waitMs;
  }

  /** Waits until `create` may be called. @throws SessionFailure `sdk_stuck` when that does not come */
  async untilFree(signal: AbortSignal): Promise<void> {
    const limitMs = Math.max(this.#createDeadline - this.#clock.now(), 0) + DESTROY_LIMIT_MS;
    const wait = linkedController(signal, this.#stuck.signal);
    this.#throwIfStuck();
    await withTimeout(this.#queue, { clock: this.#clock, limitMs, signal: wait.signal, onTimeout: stuck });
    if (this.#start.waitMs > 0) await this.#clock.sleep(this.#start.waitMs, wait.signal);
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
      this.#firstSignInAt ??= this.#clock.now();
      const settled = this.#createNow(parameters);
      const longReady = ready.then(() => this.#clock.sleep(SETTLE_AFTER_READY_MS)).then(() => undefined);
      return Promise.race([settled, longReady.catch(() => settled)]).finally(() => {
        this.#createDeadline = 0;
      });
    });
    // Not ended by the signal: a cancelled `create` that never settles leaves the SDK stuck all the same.
    return withTimeout(created, { clock: this.#clock, limitMs, onTimeout: () => this.#markStuck() });
  }

  /**
   * Ends whatever `create` began; resolved at once when there is nothing to end. Never rejects, and takes no longer than
   * the limit: signing out must not hang on the SDK. The queue does wait, until it has really settled.
   * @param closing what comes before, and never rejects
   */
  async destroy(closing?: Promise<void>): Promise<void> {
    const destroyed = this.#inTurn(async () => {
      if (!this.#needsDestroy) return;
      this.#needsDestroy = false;
      await closing;
      await this.#destroySdk();
    });
    await withTimeout(destroyed, { clock: this.#clock, limitMs: DESTROY_LIMIT_MS, onTimeout: stuck }).catch(() => {});
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
    this.#quietLog();
  }

  /** At `info`, where loading and every `destroy` leave it, the SDK prints the argument of `create`, code included. */
  #quietLog(): void {
    this.sdk.setLogLevel?.('error');
  }

  async #createNow(parameters: IcsCreateParameters): Promise<IcsResult | undefined> {
    const eventListeners = this.#start.watch(parameters.eventListeners);
    let result: IcsResult | undefined;
    try {
      result = await this.sdk.create({ ...parameters, eventListeners });
    } catch {
      throw this.#markStuck();
    }
    await this.#start.created(result, this.sdk);
    return result;
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(operation);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  #markStuck(): SessionFailure {
    this.#stuck.abort(stuck());
    return this.#stuck.signal.reason;
  }

  #throwIfStuck(): void {
    if (this.#stuck.signal.aborted) throw this.#stuck.signal.reason;
  }
}

const stuck = () => new SessionFailure(ownFailure('sdk_stuck'));
