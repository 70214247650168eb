/**
 * Keeps the SDK from opening the microphone until the user speaks. `startChat` publishes the microphone in every mode;
 * while a custom record is on, it publishes silence instead (HwICSUiSdk 5.0.6).
 */
import { sleep, withTimeout } from '../clock.ts';
import { ownFailure, SessionFailure } from '../failures.ts';
import type { IcsResult, IcsSdk } from './types.ts';

const SILENCE_LIMIT_MS = 3_000;
/**
 * By the script, the switch takes effect at the call, and its promise does not wait for the silent track. That is
 * not tried on the cloud, so no other call comes sooner.
 */
const SETTLE_MS = 500;
/** A switch back before the microphone is published would leave it open. The script waits for it; this is to be sure. */
const PUBLICATION_MS = 1_500;

export class SilentTrack {
  /**
   * `unknown`: not set since the last ready event. `unavailable`: the SDK has no silent track and publishes the
   * microphone.
   */
  #state: 'unknown' | 'silent' | 'microphone' | 'unavailable' = 'unknown';
  #published: Promise<void> = Promise.resolve();
  #isMicrophoneWanted = false;

  readonly #sdk: IcsSdk;
  /** False for an account where a silent track does not work. */
  readonly #isWanted: boolean;

  constructor(sdk: IcsSdk, isWanted: boolean) {
    this.#sdk = sdk;
    this.#isWanted = isWanted;
  }

  /** True when the next `startChat` opens no microphone. */
  get isSilent(): boolean {
    return this.#state === 'silent';
  }

  /** True when the microphone is open or opening. */
  get isMicrophone(): boolean {
    return this.#state === 'microphone';
  }

  /** Call it when the stream is lost: after a rejoin the SDK has a new one. */
  forget(): void {
    this.#state = 'unknown';
  }

  /** Publishes silence and closes the microphone. Never rejects: `isSilent` is the result. */
  async publishSilence(): Promise<void> {
    this.#isMicrophoneWanted = false;
    if (!this.#isWanted || !this.#sdk.setThirdPartyConfig) {
      this.#state = 'unavailable';
      return;
    }
    if (this.#state === 'microphone') await this.#published;
    const settled = sleep(SETTLE_MS);
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    const switched = this.#switch(true);
    try {
      const result = await withTimeout(switched, { limitMs: SILENCE_LIMIT_MS, onTimeout });
      await settled;
      this.#state = result?.result === false ? 'unavailable' : 'silent';
    } catch (error) {
      this.#state = 'unavailable'; // the user is then asked before the SDK can open the microphone
      const isLate = error instanceof SessionFailure && error.failure.code === 'call_timeout';
      if (isLate) void this.#awaitLate(switched);
    }
  }

  /**
   * Publishes the microphone, which takes as long as the browser needs to open it. Without a silent track, `startChat`
   * has published it already.
   */
  async publishMicrophone(): Promise<IcsResult | undefined> {
    this.#isMicrophoneWanted = true;
    if (this.#state === 'unavailable' || this.#state === 'microphone') return undefined;
    this.#state = 'microphone';
    this.#published = sleep(PUBLICATION_MS);
    return this.#switch(false);
  }

  /** Silence that the SDK publishes after the limit would replace a microphone that the user speaks into by then. */
  async #awaitLate(switched: Promise<IcsResult | undefined>): Promise<void> {
    try {
      const result = await switched;
      if (result?.result === false || this.#state !== 'unavailable') return;
      this.#state = 'silent';
      if (this.#isMicrophoneWanted) await this.publishMicrophone();
    } catch {
      // the SDK refused: `#state` is `unavailable` already
    }
  }

  async #switch(enable: boolean): Promise<IcsResult | undefined> {
    return this.#sdk.setThirdPartyConfig?.({ customRecord: { enable } });
  }
}
