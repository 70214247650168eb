/**
 * The only place that calls `create` and `destroy` of the vendor's browser SDK. The SDK is one static instance, so a
 * page has one queue, in which these calls do not overlap, with one exception: a `create` may stay pending until its
 * `destroy`.
 *
 * - **Stuck**: `create` rejected, and only a reload frees the SDK; or its `destroy` did not settle it, and it is still
 *   pending. Every call fails.
 * - **Unanswered**: `create` resolved, but the cloud did not answer its request for a job. See `UnansweredStart`.
 *
 * Each method of the SDK is described in `types.ts`.
 */
import { elapsedMs, linkedController, sleep, withTimeout } from '../clock.ts';
import { ownFailure, SessionFailure } from '../failures.ts';
import { type LoadOptions, type LoadSdk, loadSdk } from './load-sdk.ts';
import type { IcsCreateParameters, IcsResult, IcsSdk } from './types.ts';
import { UnansweredStart } from './unanswered-start.ts';

/** Offline, one request within `destroy` takes 30 s (HwICSUiSdk 5.0.6). */
const DESTROY_LIMIT_MS = 45_000;

/** `destroy` usually takes 2 s. If it takes longer than this, its request to stop the job may be lost. */
const DESTROY_LATE_MS = 5_000;

/** The check connects two peers within the page to learn which codecs the browser has. */
const BROWSER_CHECK_LIMIT_MS = 8_000;

/** A `create` that is pending this long after the ready event counts as settled. */
const SETTLE_AFTER_READY_MS = 5_000;

/** How long a pending `create` may need for its job. Before that, `destroy` would not stop the job. */
const JOB_LIMIT_MS = 10_000;
const JOB_POLL_MS = 250;

/**
 * A pending `create` gets this long to settle after its `destroy` before the SDK counts as stuck, until it settles: one
 * request within it may take 30 s (5.0.6).
 */
const SETTLE_AFTER_DESTROY_MS = 5_000;

export interface CreateOptions {
  /** Resolves at the ready event. */
  ready: Promise<void>;
  /** If it is aborted before the call, `create` is not called. */
  signal: AbortSignal;
  /** Called right before `create`. An expired once code is not used. */
  isExpired: () => boolean;
  /** Asks our server to stop the job. Called at most once, when `destroy` may not have done so. */
  stopOnServer?: (() => void) | undefined;
}

interface PendingCreate {
  /** Resolves when it has settled: with false when it was rejected. */
  settled: Promise<boolean>;
  /** Ends its turn in the queue as soon as a `destroy` stops its job. */
  giveUp(): void;
}

/**
 * @example
 * const sdkQueue = new SdkQueue(); // one for the page
 * await sdkQueue.load('/metastudio-sdk/HwICSUiSdk.js');
 * await sdkQueue.untilFree(signal);
 * await sdkQueue.create(parameters, { ready, signal, isExpired: () => false });
 * await sdkQueue.destroy();
 */
export class SdkQueue {
  #sdk: IcsSdk | null = null;
  /** Settles when the turn of every `create` and `destroy` so far is over, even if its time limit has passed. */
  #queue: Promise<unknown> = Promise.resolve();
  #creating: PendingCreate | null = null;
  /**
   * Until when a `destroy` waits for the job of the pending `create`, as a time of `elapsedMs()`; 0 while no `create` has
   * its turn.
   */
  #jobDeadline = 0;
  /** True from a `create` until the next `destroy`. */
  #needsDestroy = false;
  /** The last `create`'s option, until its job is known to be stopped. */
  #stopOnServer: (() => void) | undefined;
  /** Aborted when the SDK is stuck, with the failure as its reason. */
  #stuck = new AbortController();
  #firstCreateAt: number | null = null;
  readonly #unanswered = new UnansweredStart();
  readonly #load: LoadSdk;

  constructor({ load = loadSdk }: { load?: LoadSdk } = {}) {
    this.#load = load;
  }

  /** Loads the SDK once. Call it early to save time at the start. @throws SessionFailure */
  async load(url: string, options?: LoadOptions): Promise<void> {
    this.#sdk = await this.#load(url, options);
    this.#quietLog();
  }

  /** The loaded SDK. Its other methods may be called from the ready event until `destroy`. @throws SessionFailure */
  get sdk(): IcsSdk {
    if (!this.#sdk) throw new SessionFailure(ownFailure('sdk_load_failed'));
    return this.#sdk;
  }

  /** Resolves with false, too, when the SDK's own check fails or takes too long. @throws the signal's reason */
  async isBrowserSupported(signal: AbortSignal): Promise<boolean> {
    const { sdk } = this;
    if (!sdk.checkBrowserSupport) return true;
    const onTimeout = () => new SessionFailure(ownFailure('browser_unsupported'));
    const wait = { limitMs: BROWSER_CHECK_LIMIT_MS, signal, onTimeout };
    try {
      return (await withTimeout(Promise.resolve(sdk.checkBrowserSupport()), wait)) === true;
    } catch {
      if (signal.aborted) throw signal.reason;
      return false;
    }
  }

  /** Waits until `create` may be called. @throws SessionFailure `sdk_stuck`, or the signal's reason */
  async untilFree(signal: AbortSignal): Promise<void> {
    const limitMs = Math.max(this.#jobDeadline - elapsedMs(), 0) + DESTROY_LIMIT_MS;
    const wait = linkedController(signal, this.#stuck.signal);
    this.#throwIfStuck();
    await withTimeout(this.#queue, { limitMs, signal: wait.signal, onTimeout: stuck });
    if (this.#unanswered.waitMs > 0) await sleep(this.#unanswered.waitMs, wait.signal);
    this.#throwIfStuck();
  }

  /**
   * Calls the SDK's `create` after every earlier `create` and `destroy`. What it resolves with says nothing about
   * success: wait for the ready event, with a time limit, and then call `destroy`. It may be pending until then.
   * @throws SessionFailure `once_code_expired`, or `sdk_stuck` when the SDK's `create` rejects; or the signal's reason
   */
  create(
    parameters: IcsCreateParameters,
    { ready, signal, isExpired, stopOnServer }: CreateOptions,
  ): Promise<IcsResult | undefined> {
    return this.#inTurn(async () => {
      this.#throwIfStuck();
      if (signal.aborted) throw signal.reason;
      if (isExpired()) throw new SessionFailure(ownFailure('once_code_expired'));
      this.#needsDestroy = true;
      this.#stopOnServer = stopOnServer;
      this.#jobDeadline = elapsedMs() + JOB_LIMIT_MS;
      this.#firstCreateAt ??= elapsedMs();
      const created = this.#createNow(parameters);
      return Promise.race([created, this.#turnOver(created, ready)]).finally(() => {
        this.#jobDeadline = 0;
      });
    });
  }

  /** Call it after `create` resolved. True when the SDK shows no answer to its request for a job. */
  isStartUnanswered = (): Promise<boolean> => this.#unanswered.isUnanswered(this.sdk);

  /** How long the SDK may still start a job by itself, in milliseconds; 0 when its request was answered. */
  get unansweredForMs(): number {
    return this.#unanswered.waitMs;
  }

  /**
   * Destroys what the last `create` began, even if that is pending, once it has a job. Resolves when that is done, or
   * after 45 s at most; resolves without a call when there is nothing to destroy. Never rejects. The next `create`
   * waits until it has settled.
   * @param closing awaited before the SDK's `destroy`; must not reject
   */
  async destroy(closing?: Promise<void>): Promise<void> {
    this.#creating?.giveUp();
    const destroyed = this.#inTurn(async () => {
      if (!this.#needsDestroy) return;
      await closing;
      const isRejoining = await this.#unanswered.beforeDestroy(this.sdk);
      if (!this.#needsDestroy) return; // the page was left meanwhile
      this.#needsDestroy = false;
      await this.#destroyCreated(isRejoining);
    });
    const done = new AbortController();
    sleep(DESTROY_LATE_MS, done.signal).then(
      () => this.#callStopOnServer(),
      () => {}, // the SDK was destroyed in time
    );
    await withTimeout(destroyed, { limitMs: DESTROY_LIMIT_MS, onTimeout: stuck }).catch(() => {});
    done.abort();
  }

  /**
   * Destroys without waiting for the job of a pending `create`. Call it at `pagehide`, after which no queued call would
   * run. The browser may drop the SDK's own requests there (5.0.6). The queue also works when the page returns from the
   * back/forward cache.
   */
  destroyNow(): void {
    this.#callStopOnServer();
    if (!this.#needsDestroy) return;
    this.#needsDestroy = false;
    this.#creating?.giveUp();
    this.#queue = Promise.allSettled([this.#queue, this.#destroyCreated()]);
  }

  /** Milliseconds since this page's first `create`; null before it. */
  get msSinceFirstCreate(): number | null {
    return this.#firstCreateAt === null ? null : elapsedMs() - this.#firstCreateAt;
  }

  async #createNow(parameters: IcsCreateParameters): Promise<IcsResult | undefined> {
    const eventListeners = this.#unanswered.watch(parameters.eventListeners);
    let result: IcsResult | undefined;
    try {
      result = await this.sdk.create({ ...parameters, eventListeners });
    } catch (error) {
      // The SDK's guard against a second call stays closed after a rejection (5.0.6).
      throw this.#markStuck(withoutCode(error, parameters.onceCode));
    }
    await this.#unanswered.created(result, this.sdk);
    return result;
  }

  /** Resolves when the turn of a `create` that is still pending is over. */
  async #turnOver(created: Promise<unknown>, ready: Promise<void>): Promise<undefined> {
    let giveUp = () => {};
    const givenUp = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const settle = (isResolved: boolean) => {
      if (this.#creating === creating) this.#creating = null;
      return isResolved;
    };
    const settled = created.then(
      () => settle(true),
      () => settle(false),
    );
    const creating = { settled, giveUp };
    this.#creating = creating;
    const hasJob = givenUp.then(() => this.#untilJob());
    const readyForLong = ready.then(() => sleep(SETTLE_AFTER_READY_MS)).then(() => void settle(true));
    await Promise.race([hasJob, readyForLong.catch(() => hasJob)]);
  }

  /** Resolves when the pending `create` has a job, or its time for that is up. */
  async #untilJob(): Promise<void> {
    const creating = this.#creating;
    while (!(await this.#unanswered.hasJob(this.sdk))) {
      if (creating !== this.#creating || elapsedMs() >= this.#jobDeadline) return;
      await sleep(JOB_POLL_MS);
    }
  }

  async #destroyCreated(isRejoining = false): Promise<void> {
    const creating = this.#creating;
    await this.#destroySdk(isRejoining);
    if (!creating) return;
    try {
      const onTimeout = () => {
        void this.#freeWhenSettled(creating);
        return this.#markStuck();
      };
      await withTimeout(creating.settled, { limitMs: SETTLE_AFTER_DESTROY_MS, onTimeout });
      await this.#destroyLateJob();
    } finally {
      this.#callStopOnServer(); // the SDK has lost the tokens that stop such a job
    }
  }

  async #freeWhenSettled({ settled }: PendingCreate): Promise<void> {
    if (!(await settled)) return;
    await this.#inTurn(() => this.#destroyLateJob());
    this.#stuck = new AbortController();
  }

  /** Destroys a job that a `create` has started after its `destroy`. */
  async #destroyLateJob(): Promise<void> {
    if (await this.#unanswered.hasJob(this.sdk)) await this.#destroySdk();
  }

  async #destroySdk(isRejoining = false): Promise<void> {
    const isPending = this.#creating !== null;
    try {
      await this.sdk.destroy();
      // The SDK may still start a job by itself.
      if (isRejoining || this.#unanswered.waitMs > 0) this.#callStopOnServer();
      if (!isPending) this.#stopOnServer = undefined;
    } catch {
      // Not an error for the caller: the next `create` begins with a destroy of its own.
      this.#callStopOnServer();
    }
    this.#quietLog();
  }

  #callStopOnServer(): void {
    const stop = this.#stopOnServer;
    this.#stopOnServer = undefined;
    stop?.();
  }

  /**
   * At `info`, the level after loading and after every `destroy`, the SDK logs the argument of `create` with its once
   * code.
   */
  #quietLog(): void {
    this.sdk.setLogLevel?.('error');
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(operation);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  #markStuck(cause?: unknown): SessionFailure {
    this.#stuck.abort(stuck(cause));
    return this.#stuck.signal.reason;
  }

  #throwIfStuck(): void {
    if (this.#stuck.signal.aborted) throw this.#stuck.signal.reason;
  }
}

const stuck = (cause?: unknown) => new SessionFailure(ownFailure('sdk_stuck'), cause === undefined ? {} : { cause });

/** The SDK's error may quote the argument of `create`, in its message or in a field. */
function withoutCode(error: unknown, onceCode: string): Error {
  if (error instanceof Error && !quotes(error, onceCode)) return error;
  return new Error(String(error).replaceAll(onceCode, '[once code]'));
}

function quotes({ message, stack, cause, ...fields }: Error, onceCode: string): boolean {
  // A `cause` or a circular object is not searched: it may quote the code.
  if (cause !== undefined) return true;
  try {
    return JSON.stringify([message, stack, fields]).includes(onceCode);
  } catch {
    return true;
  }
}
