/**
 * Talking while the digital human is live: questions, interruptions, sound. Each live session has one of its own.
 * It must not know how the session was started or how it ends.
 */
import type { Clock } from './awake-clock';
import { SessionFailure, toFailure } from './failure';
import type { IcsLanguage, IcsResult, IcsSdk } from './ics-sdk-surface';
import { SdkChat } from './sdk-chat';
import type { SdkEvent } from './sdk-events';
import type { SessionState } from './session-state';
import { canListen, Speaking } from './speaking';

let questions = 0;

export class Conversation {
  readonly speaking: Speaking;
  readonly #chat: SdkChat;

  constructor(
    private readonly state: SessionState,
    sdk: IcsSdk,
    clock: Clock,
    /** Aborted when this session is over. */
    private readonly signal: AbortSignal,
  ) {
    this.#chat = new SdkChat(sdk, clock, signal);
    this.speaking = new Speaking(state, this.#chat, () => this.interrupt());
    state.note({ canListen: canListen(sdk) });
  }

  /** Follows the SDK's events, to know what the SDK may be asked next. */
  receive(event: SdkEvent): void {
    if (event.type === 'asleep') {
      this.#chat.setAsleep(event.asleep);
      if (event.asleep) this.speaking.closed();
    } else if (event.type === 'speaking' && !event.speaking) {
      this.speaking.resume();
    } else if (event.type === 'ready' && !event.isReady) {
      this.#chat.setAsleep(true);
      this.speaking.closed();
    } else if (event.type === 'trouble' && (event.failure.kind === 'microphone' || event.failure.kind === 'hearing')) {
      this.speaking.closed();
    }
  }

  /** @returns whether the digital human took the question; when not, `notice` says why */
  async ask(text: string): Promise<{ accepted: boolean }> {
    const id = `asked-${Date.now()}-${++questions}`;
    this.state.note({ notice: null, silenceEndsAt: null });
    this.state.said({ type: 'asked', at: Date.now(), id, text });
    // A person who writes has stopped speaking, and the SDK takes written questions in TEXT mode only.
    void this.speaking.stop();
    try {
      const { chatId } = await this.#chat.inTurn(() => this.#send(text));
      this.state.said({ type: 'question_accepted', at: Date.now(), id, chatId });
      return { accepted: true };
    } catch (error) {
      this.state.said({ type: 'question_refused', at: Date.now(), id });
      this.#notice(error);
      return { accepted: false };
    }
  }

  /** Stops the current answer. */
  async interrupt(): Promise<void> {
    try {
      await this.#chat.call((sdk) => sdk.interruptSpeaking?.());
      this.state.said({ type: 'closed', at: Date.now() });
      this.state.note({ speaking: false });
    } catch (error) {
      this.#notice(error);
    }
  }

  setMuted(muted: boolean): void {
    if (muted) this.#chat.sdk.muteRemoteAudio?.();
    else this.#chat.sdk.unmuteRemoteAudio?.();
  }

  /** Shows or hides the SDK's own picker of microphone and speaker: it owns both and offers no other way. */
  setDevicePicker(isShown: boolean): void {
    this.#chat.sdk.setConfig?.({ enableDeviceSetting: isShown });
  }

  /** What the digital human hears and speaks. One that has no such language says so and keeps the one it has. */
  async setLanguage(language: IcsLanguage): Promise<void> {
    const { sdk } = this.#chat;
    if (!sdk.changeLanguage || sdk.getLanguageInfo?.()?.language === language) return;
    try {
      await this.#chat.inTurn(() => this.#chat.call(() => sdk.changeLanguage?.({ langCode: language })));
    } catch (error) {
      this.#notice(error);
    }
  }

  /** From a click, after the browser blocked sound and picture. */
  async resumePlayback(): Promise<void> {
    try {
      await this.#chat.call((sdk) => sdk.playRemoteVideo?.());
      this.state.note({ playbackBlocked: false });
    } catch (error) {
      this.#notice(error);
    }
  }

  /**
   * No event says that the browser blocked playback; the SDK only shows a modal of its own (5.0.6). So when the digital
   * human is ready and its video is paused, the SDK is asked to play it, and answers whether the browser allows that.
   */
  async checkPlayback(video: HTMLVideoElement | null | undefined): Promise<void> {
    if (!video?.paused) return;
    const resumed = () => this.state.note({ playbackBlocked: false });
    video.addEventListener('playing', resumed, { once: true, signal: this.signal });
    await this.resumePlayback();
  }

  async #send(text: string): Promise<IcsResult> {
    const chat = this.#chat;
    if (chat.mode !== 'unknown') await chat.enterMode('TEXT');
    try {
      return await chat.call((sdk) => sdk.sendTextQuestion({ text }));
    } catch (error) {
      const spokenMode = error instanceof SessionFailure && error.failure.code === 'MSS.47010144';
      if (!spokenMode) throw error;
      await chat.call((sdk) => sdk.interactionModeSwitch?.({ interactionMode: 'TEXT' }));
      return await chat.call((sdk) => sdk.sendTextQuestion({ text }));
    }
  }

  #notice(error: unknown): void {
    if (this.signal.aborted) return;
    const notice = toFailure(error);
    if (notice.kind === 'playback') this.state.note({ playbackBlocked: true });
    else if (notice.kind !== 'ignorable') this.state.note({ notice });
  }
}
