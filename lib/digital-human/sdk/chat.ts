/**
 * Tracks the state of the SDK's chat: asleep or awake, in TEXT or AUDIO mode, busy with a question or not. Every call has
 * a time limit, and calls that must not overlap take turns.
 */
import { withTimeout } from '../clock.ts';
import { ownFailure, SessionFailure } from '../failures.ts';
import { vendorFailure } from './error-codes.ts';
import type { IcsResult, IcsSdk, InteractionMode } from './types.ts';

/** The SDK gives a WebSocket request 20 s (5.0.6). */
const CALL_LIMIT_MS = 25_000;
/** After an interruption the cloud is busy until it reports the end of the answer (5.0.6). */
const ANSWER_END_LIMIT_MS = 3_000;

/** While it is `asleep`, the SDK refuses questions until `startChat`. `unknown`: it woke up by itself. */
type ChatMode = InteractionMode | 'asleep' | 'unknown';

export class SdkChat {
  #mode: ChatMode = 'asleep';
  /** How often the chat fell asleep. */
  #sleeps = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #turnsLeft = 0;
  /** Pending from a question to the end of its answer, which the SDK reports also when it was stopped. */
  #question: Pending | null = null;
  #isStopping = false;
  #waking: Promise<unknown> = Promise.resolve();

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

  /** True while the digital human thinks about a question or answers it. */
  get isBusy(): boolean {
    return this.#question !== null;
  }

  /** True while a question was stopped and the SDK has not yet reported its end. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** The last `startChat`, also of a session that is over. */
  get waking(): Promise<unknown> {
    return this.#waking;
  }

  /** Follows `enterActive` and `enterSleep`. The first also comes while our own `startChat` is under way. */
  setAsleep(asleep: boolean): void {
    if (asleep) {
      this.#mode = 'asleep';
      this.#sleeps += 1;
      this.setBusy(false);
    } else if (this.#mode === 'asleep') {
      this.#mode = 'unknown';
    }
  }

  /** Follows heard questions, `speakingStart` and `speakingStop`. Between question and answer comes no event. */
  setBusy(busy: boolean): void {
    if (busy) this.#question ??= pending();
    else {
      this.#question?.resolve();
      this.#question = null;
      this.#isStopping = false;
    }
  }

  /** Waits until the SDK reports the end of the answer, for 3 s at most. @throws the signal's reason */
  async untilAnswered(): Promise<void> {
    const { signal } = this;
    const over = this.#question?.promise ?? Promise.resolve();
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    await withTimeout(over, { limitMs: ANSWER_END_LIMIT_MS, signal, onTimeout }).catch(() => {
      if (signal.aborted) throw signal.reason;
      this.setBusy(false); // the cloud gave no answer to what was heard
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
      await this.call((sdk) => {
        const started = sdk.startChat({ interactionMode: mode, preCheckPermissions: false });
        this.#waking = started;
        return started;
      });
    } else {
      await this.switchMode(mode);
    }
    if (this.#sleeps === sleeps) this.#mode = mode; // else it fell asleep meanwhile
  }

  /** Call it when the chat is awake. It also stops the current question. @throws SessionFailure */
  switchMode(mode: InteractionMode): Promise<void> {
    return this.#stopWith((sdk) => sdk.interactionModeSwitch?.({ interactionMode: mode }));
  }

  /** Stops the current question, thought about or answered. @throws SessionFailure */
  interrupt(): Promise<void> {
    return this.#stopWith((sdk) => sdk.interruptSpeaking?.());
  }

  /** It also stops the current question (5.0.6). @throws SessionFailure */
  changeLanguage(langCode: string): Promise<void> {
    return this.#stopWith((sdk) => sdk.changeLanguage?.({ langCode }));
  }

  /** Waits for the end of a stopped question, because until then the SDK refuses the next. @throws SessionFailure */
  async ask(text: string): Promise<IcsResult> {
    if (this.#isStopping) await this.untilAnswered();
    const wasBusy = this.isBusy;
    this.setBusy(true);
    try {
      return await this.call((sdk) => sdk.sendTextQuestion({ text }));
    } catch (error) {
      if (!wasBusy && !isRefusedAsBusy(error)) this.setBusy(false);
      throw error;
    }
  }

  async #stopWith(method: Parameters<SdkChat['call']>[0]): Promise<void> {
    await this.call(method);
    this.#isStopping = this.isBusy;
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

const isRefusedAsBusy = (error: unknown) => error instanceof SessionFailure && error.failure.code === 'MSS.47010147';

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
