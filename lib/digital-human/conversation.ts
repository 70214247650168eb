/** Talking while the digital human is live: questions, interruptions, sound. Each live session has one of its own. */
import type { Clock } from './clock';
import { SessionFailure, toFailure } from './failures';
import { SdkChat } from './sdk/chat';
import type { SdkEvent } from './sdk/events';
import { SilentTrack } from './sdk/silent-track';
import type { IcsLanguage, IcsLanguageInfo, IcsResult, IcsSdk } from './sdk/types';
import { confirmVendorDialog, isVendorDialogOpen, onVendorDialogChange } from './sdk/vendor-dialog';
import type { SessionState } from './session-state';
import { canListen, Speaking } from './speaking';
import { type ConfirmMicrophone, WakingMicrophone } from './waking-microphone';

/** The picture is played right after the ready event. */
const PLAYBACK_LIMIT_MS = 500;
const CONFIRMED_MS = 300;

export interface ConversationOptions {
  /** The SDK publishes silence until the person speaks. False for an account where that does not work. */
  silentTrack: boolean;
  /** Asks in words before a written question opens the microphone, where there is no silent track. */
  confirmMicrophone?: ConfirmMicrophone | undefined;
}

/** Of the picture, in its present element. */
type FindVideo = () => HTMLVideoElement | null | undefined;

let questions = 0;

export class Conversation {
  readonly speaking: Speaking;
  readonly #chat: SdkChat;
  readonly #track: SilentTrack;
  readonly #wakingMicrophone: WakingMicrophone;
  #isReady = true;
  #findVideo: FindVideo = () => null;

  readonly #state: SessionState;
  readonly #clock: Clock;
  /** Aborted when this session is over. */
  readonly #signal: AbortSignal;

  constructor(
    state: SessionState,
    sdk: IcsSdk,
    clock: Clock,
    signal: AbortSignal,
    { silentTrack, confirmMicrophone }: ConversationOptions,
  ) {
    this.#state = state;
    this.#clock = clock;
    this.#signal = signal;
    this.#track = new SilentTrack(sdk, clock, silentTrack);
    this.#wakingMicrophone = new WakingMicrophone(confirmMicrophone, signal);
    this.#chat = new SdkChat(sdk, clock, signal, async (mode) => {
      // To speak, the person has opened the microphone already.
      if (mode === 'TEXT' && !this.#track.isSilent) await this.#wakingMicrophone.ask();
    });
    this.speaking = new Speaking(state, this.#chat, this.#track, () => this.interrupt());
    state.update({ canListen: canListen(sdk) });
    this.#prepareStream();
  }

  /** Follows the SDK's events, to know what the SDK may be asked next. */
  receive(event: SdkEvent): void {
    switch (event.type) {
      case 'ready':
        this.#setReady(event.isReady);
        break;
      case 'asleep':
        this.#chat.setAsleep(event.asleep);
        if (event.asleep) this.#wakingMicrophone.release();
        break;
      case 'speaking':
        this.#chat.setAnswering(event.speaking);
        break;
    }
    this.speaking.receive(event);
  }

  /** @returns whether the digital human took the question; when not, `notice` says why */
  async ask(text: string): Promise<{ accepted: boolean }> {
    const id = `asked-${Date.now()}-${++questions}`;
    this.#state.update({ notice: null, silenceEndsAt: null });
    this.#state.addToTranscript({ type: 'asked', at: Date.now(), id, text });
    // A person who writes has stopped speaking, and the SDK takes written questions in TEXT mode only.
    void this.speaking.stop();
    try {
      const { chatId } = await this.#chat.inTurn(() => this.#send(text));
      this.#state.addToTranscript({ type: 'question_accepted', at: Date.now(), id, chatId });
      return { accepted: true };
    } catch (error) {
      this.#state.addToTranscript({ type: 'question_refused', at: Date.now(), id });
      this.#notice(error);
      return { accepted: false };
    }
  }

  /** Stops the current answer. */
  async interrupt(): Promise<void> {
    try {
      await this.#chat.interrupt();
      this.#state.addToTranscript({ type: 'closed', at: Date.now() });
      this.#state.update({ speaking: false });
    } catch (error) {
      this.#notice(error);
    }
  }

  setMuted(muted: boolean): void {
    this.#tell((sdk) => (muted ? sdk.muteRemoteAudio?.() : sdk.unmuteRemoteAudio?.()));
  }

  /** Shows or hides the SDK's own picker of microphone and speaker: it owns both and offers no other way. */
  setDevicePicker(isShown: boolean): void {
    this.#tell((sdk) => sdk.setConfig?.({ enableBusinessTrack: false, enableDeviceSetting: isShown }));
  }

  /** What the digital human hears and speaks. One that has no such language keeps the one it has. */
  async setLanguage(language: IcsLanguage): Promise<void> {
    try {
      await this.#chat.inTurn(async () => {
        const langCode = codeToChange(this.#chat.sdk.getLanguageInfo?.(), language);
        if (langCode) await this.#chat.call((sdk) => sdk.changeLanguage?.({ langCode }));
      });
    } catch (error) {
      this.#notice(error);
    }
  }

  /** From a click on our own button, after the browser blocked sound and picture. */
  async resumePlayback(): Promise<void> {
    const hadDialog = isVendorDialogOpen();
    confirmVendorDialog(); // or it would stay over the whole page
    try {
      // Confirmed, it plays by itself. Two attempts at once could open two of them.
      if (hadDialog) await this.#clock.sleep(CONFIRMED_MS, this.#signal);
      if (hadDialog && this.#findVideo()?.paused === false) return this.#state.update({ playbackBlocked: false });
      if (hadDialog && isVendorDialogOpen()) return;
      await this.#chat.call((sdk) => sdk.playRemoteVideo?.());
      this.#state.update({ playbackBlocked: false });
    } catch (error) {
      this.#notice(error);
    }
  }

  /**
   * No event says that the browser blocked playback; the SDK only shows a modal of its own, also late or after a rejoin
   * (5.0.6). So a video that does not play soon after a ready event, or under such a modal, counts as blocked. The SDK is
   * not asked: it would show another modal.
   */
  watchPlayback(findVideo: FindVideo): void {
    this.#findVideo = findVideo;
    const unwatch = onVendorDialogChange(() => this.#isReady && isVendorDialogOpen() && this.#checkPlayback());
    this.#signal.addEventListener('abort', unwatch, { once: true });
    this.#checkPlaybackSoon();
  }

  /** What must be undone before `destroy`, which leaves the microphone published for the next session. Never rejects. */
  async close(): Promise<void> {
    if (this.#track.isMicrophone) await this.#track.silence();
  }

  #checkPlaybackSoon(): void {
    this.#clock.sleep(PLAYBACK_LIMIT_MS, this.#signal).then(
      () => this.#isReady && this.#checkPlayback(),
      () => {}, // the session is over
    );
  }

  #checkPlayback(): void {
    const video = this.#findVideo();
    const isBlocked = isVendorDialogOpen() ? video?.paused !== false : video?.paused && hasStream(video);
    if (!isBlocked || this.#state.snapshot.playbackBlocked) return;
    const resumed = () => this.#state.update({ playbackBlocked: false });
    video?.addEventListener('playing', resumed, { once: true, signal: this.#signal });
    this.#state.update({ playbackBlocked: true });
  }

  #setReady(isReady: boolean): void {
    const isBack = isReady && !this.#isReady;
    this.#isReady = isReady;
    if (isBack) {
      this.#prepareStream();
      this.#checkPlaybackSoon();
    }
    if (isReady) return;
    this.#chat.setAsleep(true);
    this.#track.forget();
    this.#wakingMicrophone.release();
  }

  /** After each ready event, before anything else is asked: neither the track nor the sound is what it was. */
  #prepareStream(): void {
    void this.#chat.inTurn(() => this.#track.silence());
    this.setMuted(this.#state.snapshot.muted);
  }

  /** For what needs no answer. What the SDK throws is a fault of its own: reported, and nothing stops for it. */
  #tell(method: (sdk: IcsSdk) => Promise<unknown> | undefined): void {
    void (async () => method(this.#chat.sdk))().catch((error) => reportError(error));
  }

  async #send(text: string): Promise<IcsResult> {
    const chat = this.#chat;
    const send = async () => {
      await chat.untilStopped();
      return await chat.call((sdk) => sdk.sendTextQuestion({ text }));
    };
    if (chat.mode !== 'unknown') await chat.enterMode('TEXT');
    try {
      return await send();
    } catch (error) {
      const spokenMode = error instanceof SessionFailure && error.failure.code === 'MSS.47010144';
      if (!spokenMode) throw error;
      await chat.switchMode('TEXT');
      return await send();
    }
  }

  #notice(error: unknown): void {
    if (this.#signal.aborted) return;
    const notice = toFailure(error);
    if (notice.kind === 'playback') this.#state.update({ playbackBlocked: true });
    else if (notice.kind !== 'ignorable') this.#state.update({ notice });
  }
}

const hasStream = (video: HTMLVideoElement) => Boolean(video.srcObject || video.currentSrc);

/** `null` when the digital human speaks it already, or cannot. The SDK's lists also name languages as on its wire. */
function codeToChange(info: IcsLanguageInfo | undefined, wanted: IcsLanguage): string | null {
  if (info?.result !== true || isLanguage(info.currentLanguage, wanted)) return null;
  return info.languageList?.find(({ language }) => isLanguage(language, wanted))?.language ?? null;
}

const names: Record<IcsLanguage, readonly string[]> = { zh_CN: ['zh_cn', 'cn'], en_US: ['en_us', 'en'] };

const isLanguage = (code: string | undefined, wanted: IcsLanguage) =>
  code !== undefined && names[wanted].includes(code.toLowerCase().replace('-', '_'));
