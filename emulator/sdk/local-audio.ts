// The audio that the page publishes: the microphone, or a custom track after `setThirdPartyConfig({customRecord})`.
// A published microphone is heard at once. Muting sets a flag on the track. Only leaving the room, or the custom track,
// closes the microphone (HwICSUiSdk 5.0.6).
import { type AudioData, CustomAudio } from './custom-audio';
import type { OwnErrorCode } from './ics-error';
import { checkMicrophone, closeMicrophone, openMicrophone } from './microphone';
import { pause } from './pause';

/** Stricter than the script, where the flag takes effect at the call: that is not tried on the cloud. */
const FLAG_DELAY_MS = 300;
/** Guess: how long the room takes to publish the microphone. */
const MAX_PUBLICATION_MS = 800;

export interface LocalAudioContext {
  onRefused(code: OwnErrorCode): void;
  /** Called when the published or muted track changed. */
  onChange(): void;
  /** Called at each publication. */
  onPublished(): void;
}

export class LocalAudio {
  /** The device that the user chose in the SDK's own picker. */
  microphoneId: string | undefined;
  /** Keeps its value after `destroy()`. */
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

  /** Whether the microphone is published and not muted. */
  get isHeard(): boolean {
    return this.#microphone !== null && !this.#isMuted;
  }

  check(): Promise<boolean> {
    return checkMicrophone(this.microphoneId);
  }

  /** Runs at every accepted `startChat`, written ones included. */
  async publish(): Promise<void> {
    if (this.#isCustom) this.#publishCustom();
    else await this.#publishMicrophone(0);
  }

  /** Resolves when the flag takes effect; with the microphone, when it is published. */
  async setCustom(enable: boolean): Promise<void> {
    if (enable) await pause(FLAG_DELAY_MS);
    if (this.#isCustom === enable) return;
    this.#isCustom = enable;
    if (enable) {
      this.#closeMicrophone();
      this.#publishCustom();
    } else {
      this.#closeCustom();
      await this.#publishMicrophone(this.#random() * MAX_PUBLICATION_MS);
    }
  }

  feed(data: AudioData): void {
    this.#custom?.feed(data);
  }

  /** Returns whether there is a published track. */
  unmute(): boolean {
    if (!this.#microphone && !this.#custom) return false;
    this.#setMuted(false);
    return true;
  }

  mute(): void {
    this.#setMuted(true);
  }

  /** Call when the page left the room. */
  close(): void {
    this.#closeMicrophone();
    this.#closeCustom();
  }

  /** Two concurrent calls leave the first one's microphone open: it keeps only the last one. */
  async #publishMicrophone(publicationMs: number): Promise<void> {
    const earlier = this.#microphone;
    const opened = await openMicrophone(this.microphoneId);
    if (typeof opened === 'string') return this.#context.onRefused(opened);
    if (publicationMs > 0) await pause(publicationMs);
    if (earlier) closeMicrophone(earlier);
    this.#microphone = opened;
    this.#setMuted(false);
    this.#context.onPublished();
  }

  #publishCustom(): void {
    this.#custom ??= 'AudioContext' in window ? new CustomAudio() : null;
    this.#setMuted(true);
    this.#context.onPublished();
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
