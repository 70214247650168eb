/**
 * Tracks the state of the SDK's chat: asleep or awake, in TEXT or AUDIO mode, answering or not. Every call has a time
 * limit, and calls that must not overlap take turns.
 */
import { withTimeout } from '../clock.ts';
import { ownFailure, SessionFailure } from '../failures.ts';
import { vendorFailure } from './error-codes.ts';
import type { IcsResult, IcsSdk, InteractionMode } from './types.ts';

/** The SDK gives a WebSocket request 20 s (5.0.6). */
const CALL_LIMIT_MS = 25_000;
/** After an interruption the SDK counts as answering until the server's next push (5.0.6). */
const ANSWER_END_LIMIT_MS = 3_000;

/** While it is `asleep`, the SDK refuses questions until `startChat`. `unknown`: it woke up by itself. */
type ChatMode = InteractionMode | 'asleep' | 'unknown';

export class SdkChat {
  #mode: ChatMode = 'asleep';
  /** How often the chat fell asleep. */
  #sleeps = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #turnsLeft = 0;
  #answering: Pending | null = null;
  /** True while an answer was stopped and the SDK has not yet reported its end. */
  #isStopping = false;

  readonly sdk: IcsSdk;
  /** Aborted when this session is over. */
  readonly signal: AbortSignal;
  /** Called before the chat is woken, because that may open the microphone. If it rejects, the chat stays asleep. */
  readonly #beforeWaking: (mode: InteractionMode) => Promise<void>;

  constructor(sdk: IcsSdk, signal: AbortSignal, beforeWaking: (mode: InteractionMode) => Promise<void>) {
    this.sdk = sdk;
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
    if (asleep) {
      this.#mode = 'asleep';
      this.#sleeps += 1;
      this.setAnswering(false);
    } else if (this.#mode === 'asleep') {
      this.#mode = 'unknown';
    }
  }

  /** Follows `speakingStart` and `speakingStop`. */
  setAnswering(answering: boolean): void {
    if (answering) this.#answering ??= pending();
    else {
      this.#answering?.resolve();
      this.#answering = null;
      this.#isStopping = false;
    }
  }

  /** Waits until the SDK reports the end of the answer, for 3 s at most. @throws the signal's reason */
  async untilAnswered(): Promise<void> {
    const { signal } = this;
    const over = this.#answering?.promise ?? Promise.resolve();
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    await withTimeout(over, { limitMs: ANSWER_END_LIMIT_MS, signal, onTimeout }).catch(() => {
      if (signal.aborted) throw signal.reason;
    });
  }

  /**
   * Runs one action after another, because a mode must last from one call to the next. Runs it at once when no turn is
   * pending. The SDK itself refuses a second call only of `create`, `startChat` and `stopChat` (5.0.6).
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

  /** Call it within `inTurn`. @throws SessionFailure */
  async enterMode(mode: InteractionMode): Promise<void> {
    if (this.#mode === mode) return;
    const sleeps = this.#sleeps;
    if (this.#mode === 'asleep') {
      await this.#beforeWaking(mode);
      // The SDK's own check would leave the microphone open, and show a modal on failure (5.0.6).
      await this.call((sdk) => sdk.startChat({ interactionMode: mode, preCheckPermissions: false }));
    } else {
      await this.switchMode(mode);
    }
    if (this.#sleeps === sleeps) this.#mode = mode; // else it fell asleep meanwhile
  }

  /** Call it when the chat is awake. It also stops the present answer. @throws SessionFailure */
  async switchMode(mode: InteractionMode): Promise<void> {
    await this.call((sdk) => sdk.interactionModeSwitch?.({ interactionMode: mode }));
    this.#isStopping = this.isAnswering;
  }

  /** Stops the present answer. @throws SessionFailure */
  async interrupt(): Promise<void> {
    await this.call((sdk) => sdk.interruptSpeaking?.());
    this.#isStopping = this.isAnswering;
  }

  /** Waits for the end of a stopped answer. Until then the SDK refuses questions (MSS.47010147, 5.0.6). */
  async untilStopped(): Promise<void> {
    if (this.#isStopping) await this.untilAnswered();
  }

  /** @throws SessionFailure when the SDK refuses or does not answer in time, or the signal's reason */
  async call(method: (sdk: IcsSdk) => Promise<IcsResult | undefined> | undefined): Promise<IcsResult> {
    const { signal } = this;
    if (signal.aborted) throw signal.reason;
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    const called = Promise.resolve(method(this.sdk));
    const result = await withTimeout(called, { limitMs: CALL_LIMIT_MS, signal, onTimeout });
    if (result?.result === false) throw new SessionFailure(vendorFailure(result.errorCode));
    return result ?? {};
  }
}

interface Pending {
  promise: Promise<void>;
  resolve: () => void;
}

/** `Promise.withResolvers` is missing in Safari before 17.4. */
function pending(): Pending {
  let resolve!: () => void;
  const promise = new Promise<void>((onResolve) => {
    resolve = onResolve;
  });
  return { promise, resolve };
}
