/**
 * The person's own voice: the microphone opened when they choose so, kept open in between answers, closed again.
 * One for each line. It must not know how the microphone is asked for on the page: by a key held down or a switch.
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

  /** The SDK closed it: the chat fell asleep, the line dropped, or something failed. */
  closed(): void {
    if (!this.#open) return;
    this.#open.abort();
    this.#open = null;
    this.state.note({ listening: 'off' });
  }

  /** After an answer. Whether the SDK kept the microphone open meanwhile is not documented; asking twice does no harm. */
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
    // Whoever begins to speak while spoken to interrupts; the SDK would refuse to listen (999400001).
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
