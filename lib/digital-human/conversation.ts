/**
 * Talking while the digital human is live: questions, interrupting, sound. One for each line that came up.
 * It must not know how the line came up, nor what becomes of the session afterwards.
 */
import { type Clock, waitAtMost } from './awake-clock';
import { ownFailure, SessionFailure, toFailure } from './failure';
import type { IcsResult, IcsSdk } from './ics-sdk-surface';
import type { SessionState } from './session-state';
import { vendorFailure } from './vendor-codes';

/** The SDK gives a WebSocket request 20 s (5.0.6). */
const CALL_LIMIT_MS = 25_000;

let questions = 0;

export class Conversation {
  /** No chat is active: the SDK refuses questions until `startChat`. Follows `enterActive` and `enterSleep`. */
  asleep = true;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly state: SessionState,
    private readonly sdk: IcsSdk,
    private readonly clock: Clock,
    /** Aborted when this line no longer counts. */
    private readonly signal: AbortSignal,
  ) {}

  /** @returns whether the digital human took the question; when not, `notice` says why */
  async ask(text: string): Promise<{ accepted: boolean }> {
    const id = `asked-${Date.now()}-${++questions}`;
    this.state.note({ notice: null, silenceEndsAt: null });
    this.state.said({ type: 'asked', at: Date.now(), id, text });
    // One after the other: the SDK refuses parallel calls of one method (999400004).
    const sent = this.#asking.then(() => this.#send(text));
    this.#asking = sent.catch(() => {});
    try {
      const { chatId } = await sent;
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
      await this.#call((sdk) => sdk.interruptSpeaking());
      this.state.said({ type: 'closed', at: Date.now() });
      this.state.note({ speaking: false });
    } catch (error) {
      this.#notice(error);
    }
  }

  setMuted(muted: boolean): void {
    if (muted) this.sdk.muteRemoteAudio();
    else this.sdk.unmuteRemoteAudio();
  }

  /** From a click, after the browser blocked sound and picture. */
  async resumePlayback(): Promise<void> {
    try {
      await this.#call((sdk) => sdk.playRemoteVideo());
      this.state.note({ playbackBlocked: false });
    } catch (error) {
      this.#notice(error);
    }
  }

  /**
   * The SDK tells of blocked playback by no event, only by its own modal (5.0.6). So a picture that stands still when
   * the digital human is ready is asked to play, and the SDK's answer says whether the browser lets it.
   */
  async checkPlayback(video: HTMLVideoElement | null | undefined): Promise<void> {
    if (!video?.paused) return;
    const resumed = () => this.state.note({ playbackBlocked: false });
    video.addEventListener('playing', resumed, { once: true, signal: this.signal });
    await this.resumePlayback();
  }

  async #send(text: string): Promise<IcsResult> {
    if (this.asleep) {
      // By default the SDK asks for the microphone even for a written chat (5.0.6).
      await this.#call((sdk) => sdk.startChat({ interactionMode: 'TEXT', preCheckPermissions: false }));
      this.asleep = false;
    }
    try {
      return await this.#call((sdk) => sdk.sendTextQuestion({ text }));
    } catch (error) {
      const spokenMode = error instanceof SessionFailure && error.failure.code === 'MSS.47010144';
      if (!spokenMode) throw error;
      await this.#call((sdk) => sdk.interactionModeSwitch({ interactionMode: 'TEXT' }));
      return await this.#call((sdk) => sdk.sendTextQuestion({ text }));
    }
  }

  async #call(method: (sdk: IcsSdk) => Promise<IcsResult | undefined>): Promise<IcsResult> {
    const { clock, signal } = this;
    const onLimit = () => new SessionFailure(ownFailure('call_timeout'));
    const result = await waitAtMost(method(this.sdk), { clock, limitMs: CALL_LIMIT_MS, signal, onLimit });
    if (result?.result === false) throw new SessionFailure(vendorFailure(result.errorCode));
    return result ?? {};
  }

  #notice(error: unknown): void {
    if (this.signal.aborted) return;
    const notice = toFailure(error);
    if (notice.kind === 'playback') this.state.note({ playbackBlocked: true });
    else if (notice.kind !== 'ignorable') this.state.note({ notice });
  }
}
