// What the page publishes: the microphone, or a track of its own after `setThirdPartyConfig({customRecord})`. Muting is a flag
// on the track; only leaving the room, or the custom track, closes the microphone (HwICSUiSdk 5.0.6).
import { type AudioData, CustomAudio } from './custom-audio';
import type { OwnErrorCode } from './ics-error';
import { checkMicrophone, closeMicrophone, openMicrophone } from './microphone';
import { pause } from './pause';

/** Guess: whether the flag counts from the call or from its promise is not known. */
const FLAG_DELAY_MS = 300;
/** Guess: the SDK does not wait for a publication, so it may be over at once or a moment later. */
const MAX_PUBLICATION_MS = 800;

export interface LocalAudioContext {
  onRefused(code: OwnErrorCode): void;
  /** What is published or muted changed. */
  onChange(): void;
}

export class LocalAudio {
  /** The device the person chose in the SDK's own picker. */
  microphoneId: string | undefined;
  /** Survives `destroy()`. */
  #isCustom = false;
  #microphone: MediaStream | null = null;
  #custom: CustomAudio | null = null;
  #isMuted = true;

  readonly #context: LocalAudioContext;
  readonly #random: () => number;

  constructor(context: LocalAudioContext, random: () => number = () => Math.random()) {
    this.#context = context;
    this.#random = random;
  }

  get isCustom(): boolean {
    return this.#isCustom;
  }

  /** The microphone is published and not muted. */
  get isHeard(): boolean {
    return this.#microphone !== null && !this.#isMuted;
  }

  check(): Promise<boolean> {
    return checkMicrophone(this.microphoneId);
  }

  /** What every accepted `startChat` does, written ones included. */
  async publish(): Promise<void> {
    if (this.#isCustom) this.#publishCustom();
    else await this.#publishMicrophone(0);
  }

  /** Resolves when the flag counts. It does not wait for the publication that follows. */
  async setCustom(enable: boolean): Promise<void> {
    if (enable) await pause(FLAG_DELAY_MS);
    if (this.#isCustom === enable) return;
    this.#isCustom = enable;
    if (enable) {
      this.#closeMicrophone();
      this.#publishCustom();
    } else {
      this.#closeCustom();
      void this.#publishMicrophone(this.#random() * MAX_PUBLICATION_MS);
    }
  }

  feed(data: AudioData): void {
    this.#custom?.feed(data);
  }

  /** Without a published track there is nothing to un-mute, and nothing says so. */
  unmute(): void {
    if (this.#microphone || this.#custom) this.#setMuted(false);
  }

  mute(): void {
    this.#setMuted(true);
  }

  /** The room was left. */
  close(): void {
    this.#closeMicrophone();
    this.#closeCustom();
  }

  /** Two at once leave the first one's microphone open: only the last one is known. */
  async #publishMicrophone(publicationMs: number): Promise<void> {
    const earlier = this.#microphone;
    const opened = await openMicrophone(this.microphoneId);
    if (typeof opened === 'string') return this.#context.onRefused(opened);
    if (publicationMs > 0) await pause(publicationMs);
    if (earlier) closeMicrophone(earlier);
    this.#microphone = opened;
    this.#setMuted(true);
  }

  #publishCustom(): void {
    this.#custom ??= 'AudioContext' in window ? new CustomAudio() : null;
    this.#setMuted(true);
  }

  #closeMicrophone(): void {
    if (this.#microphone) closeMicrophone(this.#microphone);
    this.#microphone = null;
    this.#setMuted(true);
  }

  #closeCustom(): void {
    this.#custom?.close();
    this.#custom = null;
  }

  #setMuted(muted: boolean): void {
    this.#isMuted = muted;
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !muted;
    if (this.#custom?.track) this.#custom.track.enabled = !muted;
    this.#context.onChange();
  }
}
