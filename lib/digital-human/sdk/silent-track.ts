/**
 * Keeps the SDK away from the microphone until the person speaks. `startChat` publishes the microphone in every mode;
 * while a custom record is on, it publishes silence instead (HwICSUiSdk 5.0.6).
 */
import { type Clock, withTimeout } from '../clock';
import { ownFailure, SessionFailure } from '../failures';
import type { IcsResult, IcsSdk } from './types';

const SILENCE_LIMIT_MS = 3_000;
/** Whether the switch counts from the call or from its promise is not known: nothing else is asked of the SDK sooner. */
const SETTLE_MS = 500;
/**
 * The microphone is published up to 0.8 s after the switch counts, and the browser needs a moment to open it; a switch
 * back before that would leave it open.
 */
const PUBLICATION_MS = 1_500;

export class SilentTrack {
  /** `unknown`: not asked for since the last ready event. `unavailable`: the SDK publishes the microphone. */
  #state: 'unknown' | 'silent' | 'microphone' | 'unavailable' = 'unknown';
  #published: Promise<void> = Promise.resolve();
  #isMicrophoneWanted = false;

  readonly #sdk: IcsSdk;
  readonly #clock: Clock;
  /** False for an account where a silent track does not work. */
  readonly #isWanted: boolean;

  constructor(sdk: IcsSdk, clock: Clock, isWanted: boolean) {
    this.#sdk = sdk;
    this.#clock = clock;
    this.#isWanted = isWanted;
  }

  /** The next `startChat` opens no microphone. */
  get isSilent(): boolean {
    return this.#state === 'silent';
  }

  /** The microphone is open, or was asked for. */
  get isMicrophone(): boolean {
    return this.#state === 'microphone';
  }

  /** After a rejoin the SDK has a new stream. */
  forget(): void {
    this.#state = 'unknown';
  }

  /** Publishes silence and closes the microphone. Never rejects: `isSilent` says how it went. */
  async silence(): Promise<void> {
    this.#isMicrophoneWanted = false;
    if (!this.#isWanted || !this.#sdk.setThirdPartyConfig) {
      this.#state = 'unavailable';
      return;
    }
    const clock = this.#clock;
    if (this.#state === 'microphone') await this.#published;
    const settled = clock.sleep(SETTLE_MS);
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    const switched = this.#switch(true);
    try {
      const result = await withTimeout(switched, { clock, limitMs: SILENCE_LIMIT_MS, onTimeout });
      await settled;
      this.#state = result?.result === false ? 'unavailable' : 'silent';
    } catch (error) {
      this.#state = 'unavailable'; // what follows asks the person before the SDK can open the microphone
      const isLate = error instanceof SessionFailure && error.failure.code === 'call_timeout';
      if (isLate) void this.#awaitLate(switched);
    }
  }

  /** Publishes the microphone, some time after this resolves. Where there is no silent track it is published anyway. */
  async publishMicrophone(): Promise<IcsResult | undefined> {
    this.#isMicrophoneWanted = true;
    if (this.#state === 'unavailable' || this.#state === 'microphone') return undefined;
    this.#state = 'microphone';
    this.#published = this.#clock.sleep(PUBLICATION_MS);
    return this.#switch(false);
  }

  /** Silence that the SDK publishes after the limit replaces the microphone, also one that the person speaks into by then. */
  async #awaitLate(switched: Promise<IcsResult | undefined>): Promise<void> {
    try {
      const result = await switched;
      if (result?.result === false || this.#state !== 'unavailable') return;
      this.#state = 'silent';
      if (this.#isMicrophoneWanted) await this.publishMicrophone();
    } catch {
      // refused after all: the state says so already
    }
  }

  async #switch(enable: boolean): Promise<IcsResult | undefined> {
    return this.#sdk.setThirdPartyConfig?.({ customRecord: { enable } });
  }
}
