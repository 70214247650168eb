/**
 * Asks for the microphone before a written chat is woken, where the SDK opens it in every mode and offers no silent
 * track. A person who refuses is not connected to it: the chat is not woken.
 */
import { ownFailure, SessionFailure } from './failures';
import { closeMicrophone, openMicrophone } from './speaking';

/** Asks in words. Resolves with false when the person declines. */
export type ConfirmMicrophone = (signal: AbortSignal) => Promise<boolean>;

export class WakingMicrophone {
  #isConfirmed = false;
  /** Open as long as the SDK has one of its own, so that a browser does not ask twice. */
  #microphone: MediaStream | null = null;

  /** Without it, the browser's question is the only one. */
  readonly #confirm: ConfirmMicrophone | undefined;
  /** Aborted when this session is over. */
  readonly #signal: AbortSignal;

  constructor(confirm: ConfirmMicrophone | undefined, signal: AbortSignal) {
    this.#confirm = confirm;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.release(), { once: true });
  }

  /** @throws SessionFailure `microphone_declined` or `microphone_needed`, or the signal's reason */
  async ask(): Promise<void> {
    const signal = this.#signal;
    if (!this.#isConfirmed && this.#confirm && !(await this.#confirm(signal))) {
      if (signal.aborted) throw signal.reason;
      throw new SessionFailure(ownFailure('microphone_declined'));
    }
    this.#isConfirmed = true;
    this.#microphone ??= await openMicrophone().catch(() => {
      throw new SessionFailure(ownFailure('microphone_needed'));
    });
    if (!signal.aborted) return;
    this.release();
    throw signal.reason;
  }

  /** The SDK has released its own. */
  release(): void {
    if (this.#microphone) closeMicrophone(this.#microphone);
    this.#microphone = null;
  }
}
