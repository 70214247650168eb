/** The live part of a session: questions, interruptions, sound. Each run has its own. */
import { sleep } from './clock.ts';
import { ownFailure, toFailure } from './failures.ts';
import { SdkChat } from './sdk/chat.ts';
import type { SdkEvent } from './sdk/events.ts';
import { SilentTrack } from './sdk/silent-track.ts';
import type { IcsLanguage, IcsLanguageInfo, IcsResult, IcsSdk } from './sdk/types.ts';
import { confirmVendorDialog, isVendorDialogOpen, onVendorDialogChange } from './sdk/vendor-dialog.ts';
import type { SessionStore } from './session-store.ts';
import { canListen, Speaking } from './speaking.ts';
import { type ConfirmMicrophone, WakingMicrophone } from './waking-microphone.ts';

/** The SDK plays the picture right after the ready event. */
const PLAYBACK_LIMIT_MS = 500;
/** How long the SDK may need to play the picture after its dialog was confirmed. */
const CONFIRMED_MS = 300;
/** The SDK plays again at every publication, and opens a dialog at each refusal. Enter closes the topmost (5.0.6). */
const MAX_DIALOGS = 5;
const CLOSED_MS = 50;
/** How long the end of a session waits for a `startChat` that opens the microphone. */
const WAKING_MS = 1_500;

export interface ConversationOptions {
  /** True: the SDK publishes silence until the user speaks. False for an account where that does not work. */
  silentTrack: boolean;
  /** Without a silent track: asks the user before a written question opens the microphone. */
  confirmMicrophone?: ConfirmMicrophone | undefined;
}

/** Finds the element that shows the picture; the SDK may replace it. */
type FindVideo = () => HTMLVideoElement | null | undefined;

let questions = 0;

export class Conversation {
  readonly speaking: Speaking;
  readonly #chat: SdkChat;
  readonly #track: SilentTrack;
  readonly #wakingMicrophone: WakingMicrophone;
  #isReady = true;
  /** The language that was chosen while the SDK reconnected. */
  #missedLanguage: IcsLanguage | null = null;
  #findVideo: FindVideo = () => null;

  readonly #store: SessionStore;
  /** Aborted when this session is over. */
  readonly #signal: AbortSignal;

  constructor(
    store: SessionStore,
    sdk: IcsSdk,
    signal: AbortSignal,
    { silentTrack, confirmMicrophone }: ConversationOptions,
  ) {
    this.#store = store;
    this.#signal = signal;
    this.#track = new SilentTrack(sdk, silentTrack);
    this.#wakingMicrophone = new WakingMicrophone(confirmMicrophone, signal);
    this.#chat = new SdkChat(sdk, signal, async (mode) => {
      // In AUDIO mode the user has already opened the microphone.
      if (mode === 'TEXT' && !this.#track.isSilent) await this.#wakingMicrophone.ask();
    });
    this.speaking = new Speaking(store, this.#chat, this.#track, () => this.interrupt());
    store.update({ canListen: canListen(sdk) });
    this.#prepareStream();
  }

  /** Follows the SDK's events, which decide what calls it accepts next. */
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
        this.#chat.setBusy(event.speaking);
        break;
      case 'transcript':
        if (event.change.type === 'heard' && event.change.isLast) this.#chat.setBusy(true);
        break;
    }
    this.speaking.receive(event);
  }

  /**
   * Resolves when the digital human has taken the question. If it does not, `accepted` is false and `notice` says why.
   * Stops an earlier question, because the SDK refuses a second one.
   */
  async ask(text: string): Promise<{ accepted: boolean }> {
    const id = `asked-${Date.now()}-${++questions}`;
    this.#store.update({ notice: null, silenceEndsAt: null });
    this.#store.addToTranscript({ type: 'asked', at: Date.now(), id, text });
    // The SDK takes written questions in TEXT mode only.
    void this.speaking.stop();
    try {
      const { chatId } = await this.#chat.inTurn(async () => {
        // If it fails, the SDK refuses the question.
        if (this.#chat.isBusy && !this.#chat.isStopping) await this.#stopAnswer().catch(() => {});
        return await this.#send(text);
      });
      this.#store.addToTranscript({ type: 'question_accepted', at: Date.now(), id, chatId });
      return { accepted: true };
    } catch (error) {
      this.#store.addToTranscript({ type: 'question_refused', at: Date.now(), id });
      this.#notice(error);
      return { accepted: false };
    }
  }

  /** Stops the current answer, or the thinking about it. The SDK can do so only with a stream. */
  async interrupt(): Promise<void> {
    if (!this.#isReady) return;
    try {
      await this.#stopAnswer();
    } catch (error) {
      this.#notice(error, { isAboutQuestion: false });
    }
  }

  setMuted(muted: boolean): void {
    this.#callWithoutWaiting((sdk) => (muted ? sdk.muteRemoteAudio?.() : sdk.unmuteRemoteAudio?.()));
  }

  /** Shows or hides the SDK's own picker for microphone and speaker. The SDK offers no other way to choose them. */
  setDevicePicker(isShown: boolean): void {
    this.#callWithoutWaiting((sdk) => sdk.setConfig?.({ enableBusinessTrack: false, enableDeviceSetting: isShown }));
  }

  /** Sets the language that the digital human hears and speaks, if it has that language. */
  async setLanguage(language: IcsLanguage): Promise<void> {
    this.#missedLanguage = this.#isReady ? null : language;
    if (!this.#isReady) return;
    try {
      await this.#chat.inTurn(async () => {
        const langCode = langCodeToSet(this.#chat.sdk.getLanguageInfo?.(), language);
        if (langCode) await this.#chat.changeLanguage(langCode);
      });
    } catch (error) {
      this.#notice(error, { isAboutQuestion: false });
    }
  }

  /** Plays sound and picture that the browser blocked. Call it from a click. */
  async resumePlayback(): Promise<void> {
    const hadDialog = isVendorDialogOpen();
    confirmVendorDialog(); // otherwise it would cover the whole page
    try {
      for (let confirmed = 1; hadDialog && confirmed < MAX_DIALOGS; confirmed++) {
        await sleep(CLOSED_MS, this.#signal);
        if (!isVendorDialogOpen()) break;
        confirmVendorDialog();
      }
      // A confirmed dialog plays by itself. A call at the same time could open another dialog.
      if (hadDialog) await sleep(CONFIRMED_MS, this.#signal);
      if (hadDialog && this.#findVideo()?.paused === false) return this.#store.update({ playbackBlocked: false });
      if (hadDialog && isVendorDialogOpen()) return;
      await this.#chat.call((sdk) => sdk.playRemoteVideo?.());
      this.#store.update({ playbackBlocked: false });
      this.#checkPlaybackSoon(); // it may resolve with undefined without playing (5.0.6)
    } catch (error) {
      this.#notice(error);
    }
  }

  /**
   * Detects blocked playback. No event reports it; the SDK only shows a modal of its own, sometimes late or after a
   * rejoin (5.0.6). So a video that does not play soon after a ready event, or under such a modal, counts as blocked.
   * Asking the SDK would show another modal.
   */
  watchPlayback(findVideo: FindVideo): void {
    this.#findVideo = findVideo;
    const unwatch = onVendorDialogChange(() => this.#isReady && isVendorDialogOpen() && this.#checkPlayback());
    this.#signal.addEventListener('abort', unwatch, { once: true });
    this.#checkPlaybackSoon();
  }

  /**
   * Closes the microphone, which `destroy` would leave published for the next session. Without a silent track, waits for
   * a pending `startChat`, which may open one after the `destroy`. Never rejects.
   */
  async close(): Promise<void> {
    if (this.#track.isMicrophone) await this.#track.publishSilence();
    else if (!this.#track.isSilent) await Promise.race([this.#chat.waking, sleep(WAKING_MS)]).catch(() => {});
  }

  async #stopAnswer(): Promise<void> {
    await this.#chat.interrupt();
    this.#store.addToTranscript({ type: 'closed', at: Date.now() });
    this.#store.update({ speaking: false });
  }

  #checkPlaybackSoon(): void {
    sleep(PLAYBACK_LIMIT_MS, this.#signal).then(
      () => this.#isReady && this.#checkPlayback(),
      () => {}, // the session ended
    );
  }

  #checkPlayback(): void {
    const video = this.#findVideo();
    const isBlocked = isVendorDialogOpen() ? video?.paused !== false : video?.paused && hasStream(video);
    if (!isBlocked || this.#store.snapshot.playbackBlocked) return;
    const resumed = () => this.#store.update({ playbackBlocked: false });
    video?.addEventListener('playing', resumed, { once: true, signal: this.#signal });
    this.#store.update({ playbackBlocked: true });
  }

  #setReady(isReady: boolean): void {
    const isBack = isReady && !this.#isReady;
    this.#isReady = isReady;
    if (isBack) {
      this.#prepareStream();
      this.#checkPlaybackSoon();
      if (this.#missedLanguage) void this.setLanguage(this.#missedLanguage);
    }
    if (isReady) return;
    this.#chat.setAsleep(true);
    this.#track.forget();
    this.#wakingMicrophone.release();
  }

  /** Sets track and sound after each ready event, before any other call: the SDK has reset both. */
  #prepareStream(): void {
    void this.#chat.inTurn(() => this.#track.publishSilence());
    this.setMuted(this.#store.snapshot.muted);
  }

  /** Calls the SDK without waiting. An error goes to `reportError` and ends nothing. */
  #callWithoutWaiting(method: (sdk: IcsSdk) => Promise<unknown> | undefined): void {
    void (async () => method(this.#chat.sdk))().catch((error) => reportError(error));
  }

  async #send(text: string): Promise<IcsResult> {
    const chat = this.#chat;
    if (chat.mode !== 'unknown') await this.#enterTextMode();
    try {
      return await chat.ask(text);
    } catch (error) {
      if (this.#signal.aborted) throw error;
      const failure = toFailure(error);
      const isRefused = ['question', 'unknown'].includes(failure.kind) && failure.code !== 'call_timeout';
      // It fell asleep while the question was being sent. No source says with which code it then refuses a question, or
      // whether with any.
      if (chat.mode === 'asleep' && isRefused) await this.#enterTextMode();
      else if (failure.code === 'MSS.47010144') await chat.switchMode('TEXT');
      else throw error;
      return await chat.ask(text);
    }
  }

  /** Without a silent track, `startChat` publishes a microphone that the cloud hears until it is muted (5.0.6). */
  async #enterTextMode(): Promise<void> {
    const wakes = this.#chat.mode === 'asleep';
    await this.#chat.enterMode('TEXT');
    if (!wakes || this.#track.isSilent) return;
    await this.#chat.call((sdk) => sdk.stopUserSpeak?.()).catch((error) => this.#notice(error));
  }

  #notice(error: unknown, { isAboutQuestion = true } = {}): void {
    if (this.#signal.aborted) return;
    const failure = toFailure(error);
    // A call without a question fails with the same codes as a question.
    const notice = failure.kind === 'question' && !isAboutQuestion ? ownFailure('not_carried_out') : failure;
    if (notice.kind === 'playback') this.#store.update({ playbackBlocked: true });
    else if (notice.kind !== 'ignorable') this.#store.update({ notice });
  }
}

const hasStream = (video: HTMLVideoElement) => Boolean(video.srcObject || video.currentSrc);

/**
 * Null when the digital human already speaks it, or cannot. The SDK's lists may also use the names of its wire format.
 */
function langCodeToSet(info: IcsLanguageInfo | undefined, wanted: IcsLanguage): string | null {
  if (info?.result !== true || isLanguage(info.currentLanguage, wanted)) return null;
  return info.languageList?.find((listed) => isLanguage(listed?.language, wanted))?.language ?? null;
}

const languageNames: Record<IcsLanguage, readonly string[]> = { zh_CN: ['zh_cn', 'cn'], en_US: ['en_us', 'en'] };

const isLanguage = (code: string | null | undefined, wanted: IcsLanguage) =>
  typeof code === 'string' && languageNames[wanted].includes(code.toLowerCase().replace('-', '_'));
