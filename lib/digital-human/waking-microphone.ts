/**
 * Asks for the microphone before a chat is woken in TEXT mode, for an account without a silent track, where the SDK
 * opens the microphone in every mode. If the user refuses, the chat is not woken.
 */
import { ownFailure, SessionFailure } from './failures.ts';
import { closeMicrophone, openMicrophone } from './speaking.ts';

/** Asks the user whether the microphone may be opened. Resolves with false when the user declines. */
export type ConfirmMicrophone = (signal: AbortSignal) => Promise<boolean>;

export class WakingMicrophone {
  #isConfirmed = false;
  /** Our own stream, open as long as the SDK's, so that the browser does not ask twice. */
  #microphone: MediaStream | null = null;

  /** Without it, only the browser asks. */
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
    this.#microphone ??= await openMicrophone().catch((cause: unknown) => {
      throw new SessionFailure(ownFailure('microphone_needed'), { cause });
    });
    if (!signal.aborted) return;
    this.release();
    throw signal.reason;
  }

  /** Closes our stream. Call it when the SDK has closed its own. */
  release(): void {
    if (this.#microphone) closeMicrophone(this.#microphone);
    this.#microphone = null;
  }
}
