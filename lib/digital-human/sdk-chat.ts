/**
 * The SDK's chat, as far as we must follow it: asleep or awake, in TEXT or AUDIO mode. Every call has a time limit, and
 * calls that must not overlap take turns. It must not know what is said, nor the session's snapshot.
 */
import { type Clock, waitAtMost } from './awake-clock';
import { ownFailure, SessionFailure } from './failure';
import type { IcsResult, IcsSdk, InteractionMode } from './ics-sdk-surface';
import { vendorFailure } from './vendor-codes';

/** The SDK gives a WebSocket request 20 s (5.0.6). */
const CALL_LIMIT_MS = 25_000;

/** While `asleep` the SDK refuses questions until `startChat`. `unknown`: it woke up without us. */
type ChatMode = InteractionMode | 'asleep' | 'unknown';

export class SdkChat {
  #mode: ChatMode = 'asleep';
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly sdk: IcsSdk,
    private readonly clock: Clock,
    /** Aborted when this session is over. */
    readonly signal: AbortSignal,
  ) {}

  get mode(): ChatMode {
    return this.#mode;
  }

  /** Follows `enterActive` and `enterSleep`. The first also comes while our own `startChat` is under way. */
  setAsleep(asleep: boolean): void {
    if (asleep) this.#mode = 'asleep';
    else if (this.#mode === 'asleep') this.#mode = 'unknown';
  }

  /** One after the other: the SDK refuses parallel calls of one method (999400004), and a mode must last. */
  inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(action);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** To be called from within `inTurn`. @throws SessionFailure */
  async enterMode(mode: InteractionMode): Promise<void> {
    if (this.#mode === mode) return;
    if (this.#mode === 'asleep') {
      // By default the SDK asks for the microphone even for a written chat (5.0.6).
      await this.call((sdk) => sdk.startChat({ interactionMode: mode, preCheckPermissions: mode === 'AUDIO' }));
    } else {
      await this.call((sdk) => sdk.interactionModeSwitch?.({ interactionMode: mode }));
    }
    this.#mode = mode;
  }

  /** @throws SessionFailure when the SDK refuses or does not answer in time, or the signal's reason */
  async call(method: (sdk: IcsSdk) => Promise<IcsResult | undefined> | undefined): Promise<IcsResult> {
    const { clock, signal } = this;
    const onLimit = () => new SessionFailure(ownFailure('call_timeout'));
    const called = Promise.resolve(method(this.sdk));
    const result = await waitAtMost(called, { clock, limitMs: CALL_LIMIT_MS, signal, onLimit });
    if (result?.result === false) throw new SessionFailure(vendorFailure(result.errorCode));
    return result ?? {};
  }
}
