/**
 * The person's own voice: opens the microphone when they ask for it, keeps it open between answers, closes it.
 * One switch at a time: while one is under way only the last wish is remembered, as two at once could leave the
 * microphone open.
 */
import { linkedController } from './clock';
import { type Failure, type OwnFailureCode, ownFailure, SessionFailure, toFailure } from './failures';
import type { SdkChat } from './sdk/chat';
import type { SdkEvent } from './sdk/events';
import type { SilentTrack } from './sdk/silent-track';
import type { IcsSdk } from './sdk/types';
import type { SessionState } from './session-state';

/** The SDK refuses to listen while it answers, which may last a moment longer than it says. */
const TRIES = 4;
const TRY_AGAIN_MS = 300;
/**
 * The SDK publishes the microphone some time after it was asked to, and drops an un-mute that comes before (5.0.6). How
 * long that takes is up to the browser and the device, too, and one more un-mute does no harm.
 */
const UNMUTE_AGAIN_MS = [1_000, 1_500, 2_500, 5_000];

/** An older SDK, or a digital human driven by a third party, cannot listen (MetaStudio docs, SDK interfaces). */
export const canListen = (sdk: IcsSdk): boolean => Boolean(sdk.startUserSpeak && sdk.stopUserSpeak);

export class Speaking {
  /** The wish to speak; aborted when the person, or trouble, takes it back. */
  #wish: AbortController | null = null;
  /** The wish that is met; `null` while the microphone is closed. */
  #met: AbortController | null = null;
  #switching: Promise<void> | null = null;
  /** Ours. It stays open until the SDK's is closed, so that a browser does not ask twice. */
  #microphone: MediaStream | null = null;
  #isUsed = false;
  #isHeard = false;

  readonly #state: SessionState;
  readonly #chat: SdkChat;
  readonly #track: SilentTrack;
  readonly #interrupt: () => Promise<void>;

  constructor(state: SessionState, chat: SdkChat, track: SilentTrack, interrupt: () => Promise<void>) {
    this.#state = state;
    this.#chat = chat;
    this.#track = track;
    this.#interrupt = interrupt;
    chat.signal.addEventListener('abort', () => this.#release(), { once: true });
  }

  /** Does nothing when the microphone is open or being opened. When it cannot be, `notice` says why. */
  async start(): Promise<void> {
    if (this.#wish || !canListen(this.#chat.sdk) || this.#chat.signal.aborted) return;
    this.#wish = linkedController(this.#chat.signal);
    this.#state.update({ listening: 'opening', notice: null, silenceEndsAt: null });
    await this.#switch();
  }

  /** Closes the microphone; what was heard so far is still answered. */
  async stop(): Promise<void> {
    this.#takeBack();
    await this.#switch();
  }

  /** Follows the SDK, which closes the microphone by itself when the chat falls asleep or the connection is lost. */
  receive(event: SdkEvent): void {
    switch (event.type) {
      case 'said':
        if (event.event.type === 'heard') this.#isHeard = true;
        break;
      case 'speaking':
        if (!event.speaking) this.#resume();
        break;
      case 'asleep':
        if (event.asleep) void this.stop();
        break;
      case 'ready':
        if (!event.isReady) this.#lose();
        break;
      case 'trouble':
        if (event.failure.kind === 'microphone' || event.failure.kind === 'hearing') void this.stop();
    }
  }

  #takeBack(): void {
    if (!this.#wish) return;
    this.#wish.abort();
    this.#wish = null;
    this.#state.update({ listening: 'off' });
  }

  /** The stream is gone, and the SDK takes no call before it is back. */
  #lose(): void {
    this.#takeBack();
    this.#met = null;
    this.#isUsed = false;
    this.#release();
  }

  #switch(): Promise<void> {
    this.#switching ??= this.#followWishes().finally(() => {
      this.#switching = null;
    });
    return this.#switching;
  }

  async #followWishes(): Promise<void> {
    while (this.#met !== this.#wish && !this.#chat.signal.aborted) {
      const wish = this.#wish;
      if (wish) await this.#open(wish.signal);
      else await this.#close();
      this.#met = wish;
    }
    if (!this.#wish && (this.#isUsed || this.#microphone) && !this.#chat.signal.aborted) await this.#close();
  }

  async #open(signal: AbortSignal): Promise<void> {
    try {
      // No limit: the browser's question may wait for its answer as long as the person likes.
      const microphone = this.#microphone ?? (await openMicrophone());
      this.#microphone = microphone;
      if (this.#chat.signal.aborted) return this.#release();
      await this.#chat.inTurn(() => this.#startListening(signal));
      if (signal.aborted) return;
      this.#state.update({ listening: 'on' });
      onLastMicrophoneGone(() => this.#fail(ownFailure('microphone_missing')), signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(toFailure(error));
    }
  }

  async #close(): Promise<void> {
    try {
      if (this.#isUsed) await this.#chat.inTurn(() => this.#stopListening());
    } catch (error) {
      const failure = toFailure(error);
      if (!this.#chat.signal.aborted && failure.kind !== 'ignorable') this.#state.update({ notice: failure });
    } finally {
      if (!this.#wish) this.#release(); // or the next opening would ask the browser again
    }
  }

  async #startListening(signal: AbortSignal): Promise<void> {
    const chat = this.#chat;
    const track = this.#track;
    if (signal.aborted) return;
    if (chat.isAnswering) {
      await this.#interrupt();
      await chat.untilAnswered();
    }
    if (signal.aborted) return;
    this.#isUsed = true;
    await chat.enterMode('AUDIO');
    if (signal.aborted) return;
    await chat.call(() => track.publishMicrophone());
    if (signal.aborted) return;
    this.#isHeard = false;
    await this.#listenWhenAnswered(signal);
    void this.#unmuteAgain(signal);
  }

  /** While asleep the SDK has nothing to stop. */
  async #stopListening(): Promise<void> {
    this.#isUsed = false;
    try {
      if (this.#chat.mode !== 'asleep') await this.#chat.call((sdk) => sdk.stopUserSpeak?.());
    } finally {
      if (this.#track.isMicrophone) await this.#track.silence();
    }
  }

  async #listenWhenAnswered(signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#listen();
        return;
      } catch (error) {
        if (signal.aborted || !isAnswering(error)) throw error;
        if (tries === TRIES) throw new SessionFailure(ownFailure('still_answering'));
        await this.#chat.clock.sleep(TRY_AGAIN_MS, signal);
      }
    }
  }

  async #unmuteAgain(signal: AbortSignal): Promise<void> {
    try {
      for (const pauseMs of UNMUTE_AGAIN_MS) {
        await this.#chat.clock.sleep(pauseMs, signal);
        if (this.#isHeard || this.#track.isSilent) return;
        await this.#listenAgain(signal);
      }
    } catch {
      // taken back meanwhile
    }
  }

  /** After an answer: whether the SDK kept the microphone open is not documented, and asking twice does no harm. */
  #resume(): void {
    const { signal } = this.#wish ?? {};
    if (signal && this.#state.snapshot.listening === 'on') void this.#listenAgain(signal);
  }

  async #listenAgain(signal: AbortSignal): Promise<void> {
    try {
      await this.#chat.inTurn(async () => {
        if (!signal.aborted && !this.#chat.isAnswering) await this.#listen();
      });
    } catch (error) {
      const failure = toFailure(error);
      if (!signal.aborted && failure.kind !== 'ignorable') this.#fail(failure);
    }
  }

  #listen(): Promise<unknown> {
    return this.#chat.call((sdk) => sdk.startUserSpeak?.({ preCheckPermissions: false }));
  }

  #release(): void {
    if (this.#microphone) closeMicrophone(this.#microphone);
    this.#microphone = null;
  }

  #fail(failure: Failure): void {
    if (failure.kind !== 'ignorable') this.#state.update({ notice: failure });
    void this.stop();
  }
}

const isAnswering = (error: unknown) => error instanceof SessionFailure && error.failure.code === '999400001';

/**
 * The SDK asks for the microphone too, but has one code for a refusal and for a missing device (999100004, HwICSUiSdk
 * 5.0.6).
 * @throws SessionFailure `microphone_denied`, `microphone_missing` or `microphone_in_use`
 */
export async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    throw new SessionFailure(ownFailure(reasonOf(error)));
  }
}

export function closeMicrophone(microphone: MediaStream): void {
  for (const track of microphone.getTracks()) track.stop();
}

/** Calls back when the last microphone is unplugged. With another one left, the SDK goes on by itself. */
function onLastMicrophoneGone(callback: () => void, signal: AbortSignal): void {
  const look = async () => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (!signal.aborted && !devices.some(({ kind }) => kind === 'audioinput')) callback();
  };
  navigator.mediaDevices.addEventListener('devicechange', () => void look(), { signal });
}

function reasonOf(error: unknown): OwnFailureCode {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'microphone_denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphone_in_use';
    default: // NotFoundError, OverconstrainedError, or no `mediaDevices` at all
      return 'microphone_missing';
  }
}
