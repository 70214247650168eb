/**
 * The person's own voice: opens the microphone when they ask for it, keeps it open between answers, closes it.
 * Each live session has one of its own. It must not know the page's controls, such as a button that is held.
 */
import { abortWith } from './awake-clock';
import { type Failure, ownFailure, toFailure } from './failure';
import type { IcsSdk } from './ics-sdk-surface';
import { closeMicrophone, onLastMicrophoneGone, openMicrophone } from './microphone';
import type { SdkChat } from './sdk-chat';
import type { SessionState } from './session-state';

/** An older SDK, or a digital human driven by a third party, cannot listen (MetaStudio docs, SDK interfaces). */
export const canListen = (sdk: IcsSdk): boolean => Boolean(sdk.startUserSpeak && sdk.stopUserSpeak);

export class Speaking {
  /** Aborted when the person, or trouble, closes the microphone. */
  #open: AbortController | null = null;

  constructor(
    private readonly state: SessionState,
    private readonly chat: SdkChat,
    private readonly interrupt: () => Promise<void>,
  ) {}

  /** Does nothing when the microphone is open or being opened. When it cannot be, `notice` says why. */
  async start(): Promise<void> {
    if (this.#open || !canListen(this.chat.sdk)) return;
    const open = abortWith(this.chat.signal);
    this.#open = open;
    this.state.note({ listening: 'opening', notice: null, silenceEndsAt: null });
    try {
      // No limit: the browser's question may wait for its answer as long as the person likes.
      const microphone = await openMicrophone();
      try {
        await this.chat.inTurn(() => this.#startListening(open.signal));
      } finally {
        closeMicrophone(microphone); // the SDK has one of its own by now
      }
      if (open.signal.aborted) return;
      this.state.note({ listening: 'on' });
      onLastMicrophoneGone(() => this.#fail(ownFailure('microphone_missing')), open.signal);
    } catch (error) {
      if (!open.signal.aborted) this.#fail(toFailure(error));
    }
  }

  /** Closes the microphone; what was heard so far is still answered. */
  async stop(): Promise<void> {
    if (!this.#open) return;
    this.closed();
    try {
      await this.chat.inTurn(() => this.chat.call((sdk) => sdk.stopUserSpeak?.()));
    } catch (error) {
      if (!this.chat.signal.aborted) this.state.note({ notice: toFailure(error) });
    }
  }

  /** To be called when the SDK closed it: the chat fell asleep, the connection was lost, or something failed. */
  closed(): void {
    if (!this.#open) return;
    this.#open.abort();
    this.#open = null;
    this.state.note({ listening: 'off' });
  }

  /** After an answer: whether the SDK kept the microphone open is not documented, and asking twice does no harm. */
  resume(): void {
    const open = this.#open;
    if (!open || this.state.snapshot.listening !== 'on') return;
    const again = async () => {
      if (!open.signal.aborted && !this.state.snapshot.speaking) await this.#listen();
    };
    this.chat.inTurn(again).catch((error) => {
      const failure = toFailure(error);
      if (!open.signal.aborted && failure.kind !== 'ignorable') this.#fail(failure);
    });
  }

  async #startListening(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    // Speaking interrupts an answer: while the digital human speaks, the SDK refuses to listen (999400001).
    if (this.state.snapshot.speaking) await this.interrupt();
    await this.chat.enterMode('AUDIO');
    await this.#listen();
  }

  #listen(): Promise<unknown> {
    return this.chat.call((sdk) => sdk.startUserSpeak?.({ preCheckPermissions: false }));
  }

  #fail(failure: Failure): void {
    if (failure.kind !== 'ignorable') this.state.note({ notice: failure });
    void this.stop();
  }
}
