/**
 * The SDK's chat, as far as we must follow it: asleep or awake, in TEXT or AUDIO mode, answering or not. Every call has
 * a time limit, and calls that must not overlap take turns.
 */
import { type Clock, withTimeout } from '../clock';
import { ownFailure, SessionFailure } from '../failures';
import { vendorFailure } from './error-codes';
import type { IcsResult, IcsSdk, InteractionMode } from './types';

/** The SDK gives a WebSocket request 20 s (5.0.6). */
const CALL_LIMIT_MS = 25_000;
/** After an interruption the SDK counts as answering until the server's next push (5.0.6). */
const ANSWER_END_LIMIT_MS = 3_000;

/** While `asleep` the SDK refuses questions until `startChat`. `unknown`: it woke up without us. */
type ChatMode = InteractionMode | 'asleep' | 'unknown';

export class SdkChat {
  #mode: ChatMode = 'asleep';
  #turn: Promise<unknown> = Promise.resolve();
  #turnsLeft = 0;
  #answering: PromiseWithResolvers<void> | null = null;
  /** The answer under way was stopped, and the SDK has not said yet that it is over. */
  #isStopping = false;

  readonly sdk: IcsSdk;
  readonly clock: Clock;
  /** Aborted when this session is over. */
  readonly signal: AbortSignal;
  /** Called before the chat is woken, as that may open the microphone. May reject: then it stays asleep. */
  readonly #beforeWaking: (mode: InteractionMode) => Promise<void>;

  constructor(sdk: IcsSdk, clock: Clock, signal: AbortSignal, beforeWaking: (mode: InteractionMode) => Promise<void>) {
    this.sdk = sdk;
    this.clock = clock;
    this.signal = signal;
    this.#beforeWaking = beforeWaking;
  }

  get mode(): ChatMode {
    return this.#mode;
  }

  get isAnswering(): boolean {
    return this.#answering !== null;
  }

  /** Follows `enterActive` and `enterSleep`. The first also comes while our own `startChat` is under way. */
  setAsleep(asleep: boolean): void {
    if (asleep) this.#mode = 'asleep';
    else if (this.#mode === 'asleep') this.#mode = 'unknown';
    if (asleep) this.setAnswering(false);
  }

  /** Follows `speakingStart` and `speakingStop`. */
  setAnswering(answering: boolean): void {
    if (answering) this.#answering ??= withResolvers();
    else {
      this.#answering?.resolve();
      this.#answering = null;
      this.#isStopping = false;
    }
  }

  /** Waits until the SDK says that the answer is over, but not for long. */
  async untilAnswered(): Promise<void> {
    const { clock, signal } = this;
    const over = this.#answering?.promise ?? Promise.resolve();
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    await withTimeout(over, { clock, limitMs: ANSWER_END_LIMIT_MS, signal, onTimeout }).catch(() => {
      if (signal.aborted) throw signal.reason;
    });
  }

  /**
   * One after the other, as a mode must last from one call to the next; at once when no turn is pending. The SDK itself
   * refuses a second call only of `create`, `startChat` and `stopChat` (5.0.6).
   */
  inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#turnsLeft === 0 ? action() : this.#turn.then(action);
    this.#turnsLeft += 1;
    const done = () => {
      this.#turnsLeft -= 1;
    };
    this.#turn = turn.then(done, done);
    return turn;
  }

  /** To be called from within `inTurn`. @throws SessionFailure */
  async enterMode(mode: InteractionMode): Promise<void> {
    if (this.#mode === mode) return;
    if (this.#mode === 'asleep') {
      await this.#beforeWaking(mode);
      // Never with the SDK's own check of the microphone, which leaves it open and shows a modal on failure (5.0.6).
      await this.call((sdk) => sdk.startChat({ interactionMode: mode, preCheckPermissions: false }));
    } else {
      await this.switchMode(mode);
    }
    this.#mode = mode;
  }

  /** On a chat that is awake. A switch stops the answer under way. @throws SessionFailure */
  async switchMode(mode: InteractionMode): Promise<void> {
    await this.call((sdk) => sdk.interactionModeSwitch?.({ interactionMode: mode }));
    this.#isStopping = this.isAnswering;
  }

  /** Stops the answer under way. @throws SessionFailure */
  async interrupt(): Promise<void> {
    await this.call((sdk) => sdk.interruptSpeaking?.());
    this.#isStopping = this.isAnswering;
  }

  /** A stopped answer ends with the server's next message; a question before that is refused (MSS.47010147, 5.0.6). */
  async untilStopped(): Promise<void> {
    if (this.#isStopping) await this.untilAnswered();
  }

  /** @throws SessionFailure when the SDK refuses or does not answer in time, or the signal's reason */
  async call(method: (sdk: IcsSdk) => Promise<IcsResult | undefined> | undefined): Promise<IcsResult> {
    const { clock, signal } = this;
    if (signal.aborted) throw signal.reason;
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    const called = Promise.resolve(method(this.sdk));
    const result = await withTimeout(called, { clock, limitMs: CALL_LIMIT_MS, signal, onTimeout });
    if (result?.result === false) throw new SessionFailure(vendorFailure(result.errorCode));
    return result ?? {};
  }
}

/** `Promise.withResolvers` is missing in Safari before 17.4. */
function withResolvers(): PromiseWithResolvers<void> {
  let resolve!: () => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve: resolve as PromiseWithResolvers<void>['resolve'], reject };
}
