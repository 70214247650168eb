/**
 * The user's voice: opens the microphone when they ask for it, keeps it open between answers, closes it. It switches
 * the microphone one step at a time and keeps only the last request, because two switches at once could leave it open.
 */
import { linkedController, sleep } from './clock.ts';
import { type Failure, type OwnFailureCode, ownFailure, SessionFailure, toFailure } from './failures.ts';
import type { SdkChat } from './sdk/chat.ts';
import type { SdkEvent } from './sdk/events.ts';
import type { SilentTrack } from './sdk/silent-track.ts';
import type { IcsSdk } from './sdk/types.ts';
import type { SessionStore } from './session-store.ts';

/** The SDK refuses to listen while it answers, and for a moment after it has reported the end of the answer. */
const ANSWERING = '999400001';
/** It also refuses until the microphone is published, for which the browser may need seconds. */
const NOT_PUBLISHED = '999100007';
const TRIES: Partial<Record<string, number>> = { [ANSWERING]: 4, [NOT_PUBLISHED]: 10 };
const TRY_AGAIN_MS = 300;
/**
 * The pauses between repeated unmutes. By the script, the SDK publishes the microphone before it resolves (5.0.6), but
 * that is not tried on the cloud: an unmute too early may be lost. One unmute too many does no harm.
 */
const UNMUTE_AGAIN_MS = [1_000, 1_500, 2_500, 5_000];

/** False for an older SDK, and for a digital human driven by a third party (MetaStudio docs, "SDK interfaces"). */
export const canListen = (sdk: IcsSdk): boolean => Boolean(sdk.startUserSpeak && sdk.stopUserSpeak);

export class Speaking {
  /** Set while the user wants to speak; aborted when the user, or an error, ends that. */
  #request: AbortController | null = null;
  /** The request for which the microphone is open; null while it is closed. */
  #openFor: AbortController | null = null;
  #switching: Promise<void> | null = null;
  /** Our own stream. It stays open until the SDK has closed its stream, so that the browser does not ask twice. */
  #microphone: MediaStream | null = null;
  /** True when the SDK was asked to open the microphone and has not been asked to close it. */
  #isOpenInSdk = false;
  /** True when the SDK has recognized speech since the microphone was published. */
  #isHeard = false;

  readonly #store: SessionStore;
  readonly #chat: SdkChat;
  readonly #track: SilentTrack;
  readonly #interrupt: () => Promise<void>;

  constructor(store: SessionStore, chat: SdkChat, track: SilentTrack, interrupt: () => Promise<void>) {
    this.#store = store;
    this.#chat = chat;
    this.#track = track;
    this.#interrupt = interrupt;
    chat.signal.addEventListener('abort', () => this.#release(), { once: true });
  }

  /** Opens the microphone, unless it is open or opening. If it cannot be opened, `notice` says why. */
  async start(): Promise<void> {
    if (this.#request || !canListen(this.#chat.sdk) || this.#chat.signal.aborted) return;
    this.#request = linkedController(this.#chat.signal);
    this.#store.update({ listening: 'opening', notice: null, silenceEndsAt: null });
    await this.#switch();
  }

  /** Closes the microphone; what was heard so far is still answered. */
  async stop(): Promise<void> {
    this.#cancelRequest();
    await this.#switch();
  }

  /** Follows the SDK, which closes the microphone by itself when the chat falls asleep or the connection is lost. */
  receive(event: SdkEvent): void {
    switch (event.type) {
      case 'transcript':
        if (event.change.type === 'heard') this.#isHeard = true;
        break;
      case 'speaking':
        if (!event.speaking) this.#resume();
        break;
      case 'asleep':
        if (event.asleep) void this.stop();
        break;
      case 'ready':
        if (!event.isReady) this.#onStreamLost();
        break;
      case 'trouble':
        if (event.failure.kind === 'microphone' || event.failure.kind === 'hearing') void this.stop();
    }
  }

  #cancelRequest(): void {
    if (!this.#request) return;
    this.#request.abort();
    this.#request = null;
    this.#store.update({ listening: 'off' });
  }

  /** The stream is lost, and the SDK accepts no call until it has a new one. */
  #onStreamLost(): void {
    this.#cancelRequest();
    this.#openFor = null;
    this.#isOpenInSdk = false;
    this.#release();
  }

  #switch(): Promise<void> {
    this.#switching ??= this.#applyRequests().finally(() => {
      this.#switching = null;
    });
    return this.#switching;
  }

  async #applyRequests(): Promise<void> {
    while (this.#openFor !== this.#request && !this.#chat.signal.aborted) {
      const request = this.#request;
      if (request) await this.#open(request.signal);
      else await this.#close();
      this.#openFor = request;
    }
    if (!this.#request && (this.#isOpenInSdk || this.#microphone) && !this.#chat.signal.aborted) await this.#close();
  }

  async #open(signal: AbortSignal): Promise<void> {
    try {
      // No time limit: the user may answer the browser's question whenever they like.
      const microphone = this.#microphone ?? (await openMicrophone());
      this.#microphone = microphone;
      if (this.#chat.signal.aborted) return this.#release();
      await this.#chat.inTurn(() => this.#startListening(signal));
      if (signal.aborted) return;
      this.#store.update({ listening: 'on' });
      onMicrophoneLost((code) => this.#fail(ownFailure(code)), signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(toFailure(error));
    }
  }

  async #close(): Promise<void> {
    try {
      if (this.#isOpenInSdk) await this.#chat.inTurn(() => this.#stopListening());
    } catch (error) {
      if (this.#chat.signal.aborted) return;
      const failure = toFailure(error);
      if (failure.kind !== 'ignorable') this.#store.update({ notice: failure });
    } finally {
      if (!this.#request) this.#release(); // with a new request, the open stream saves a second question of the browser
    }
  }

  async #startListening(signal: AbortSignal): Promise<void> {
    const chat = this.#chat;
    const track = this.#track;
    if (signal.aborted) return;
    if (chat.isBusy) {
      await this.#interrupt();
      await chat.untilAnswered();
    }
    if (signal.aborted) return;
    this.#isOpenInSdk = true;
    await chat.enterMode('AUDIO');
    if (signal.aborted) return;
    await chat.call(() => track.publishMicrophone());
    if (signal.aborted) return;
    this.#isHeard = false;
    await this.#listenWhenAllowed(signal);
    void this.#unmuteAgain(signal);
  }

  /** A chat that is asleep has nothing to stop. */
  async #stopListening(): Promise<void> {
    this.#isOpenInSdk = false;
    try {
      if (this.#chat.mode !== 'asleep') await this.#chat.call((sdk) => sdk.stopUserSpeak?.());
    } finally {
      if (this.#track.isMicrophone) await this.#track.publishSilence();
    }
  }

  async #listenWhenAllowed(signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#listen();
        return;
      } catch (error) {
        const code = error instanceof SessionFailure ? error.failure.code : '';
        if (!signal.aborted && tries < (TRIES[code] ?? 1)) await sleep(TRY_AGAIN_MS, signal);
        else if (!signal.aborted && code === ANSWERING)
          throw new SessionFailure(ownFailure('still_answering'), { cause: error });
        else throw error;
      }
    }
  }

  async #unmuteAgain(signal: AbortSignal): Promise<void> {
    try {
      for (const pauseMs of UNMUTE_AGAIN_MS) {
        await sleep(pauseMs, signal);
        if (this.#isHeard || this.#track.isSilent) return;
        await this.#listenAgain(signal);
      }
    } catch {
      // the request was cancelled
    }
  }

  /**
   * Listens again after an answer: it is not documented whether the SDK does so by itself, and a second call does no
   * harm.
   */
  #resume(): void {
    const { signal } = this.#request ?? {};
    if (signal && this.#store.snapshot.listening === 'on') void this.#listenAgain(signal);
  }

  async #listenAgain(signal: AbortSignal): Promise<void> {
    try {
      await this.#chat.inTurn(async () => {
        if (!signal.aborted && !this.#chat.isBusy) await this.#listen();
      });
    } catch (error) {
      if (signal.aborted) return;
      const failure = toFailure(error);
      if (failure.kind !== 'ignorable') this.#fail(failure);
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
    if (failure.kind !== 'ignorable') this.#store.update({ notice: failure });
    void this.stop();
  }
}

/**
 * Opens the microphone before the SDK does, which has only one code for a refusal and a missing device (999100004,
 * HwICSUiSdk 5.0.6).
 * @throws SessionFailure `microphone_denied`, `microphone_missing` or `microphone_in_use`
 */
export async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    throw new SessionFailure(ownFailure(reasonOf(error)), { cause: error });
  }
}

export function closeMicrophone(microphone: MediaStream): void {
  for (const track of microphone.getTracks()) track.stop();
}

/**
 * Calls back when the last microphone is unplugged, or when the user takes the permission back in the browser. If
 * another microphone is left, the SDK continues with that.
 */
function onMicrophoneLost(callback: (code: OwnFailureCode) => void, signal: AbortSignal): void {
  const look = async () => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (!signal.aborted && !devices.some(({ kind }) => kind === 'audioinput')) callback('microphone_missing');
  };
  navigator.mediaDevices.addEventListener('devicechange', () => void look(), { signal });
  const watchPermission = async () => {
    const permission = await navigator.permissions.query({ name: 'microphone' });
    const onChange = () => permission.state !== 'granted' && callback('microphone_denied');
    permission.addEventListener('change', onChange, { signal });
  };
  watchPermission().catch(() => {}); // some browsers do not say
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
