/**
 * A session with a digital human, from the click to the end: the only state machine of the page. A start goes through
 * `start.ts` and `attempt.ts`. The ends of a run are listed above `#endAsServerSays`.
 *
 * - **Session**: all of it, from the click on *Start* to the end. An instance runs one session after another.
 * - **Run**: one start and what comes of it. Events of an earlier run are ignored.
 * - **Attempt**: one once code and one `create()`. A start makes up to three.
 * - **Conversation**: the live part of a run: questions, answers, microphone, sound.
 * - **Failure**: why a start, a session or a question failed, and whether a retry can help.
 * - **Once code**: the one-time credential that `create()` needs. It is valid for five minutes and for one use.
 *
 * @example
 * const session = new DigitalHumanSession({
 *   sdkQueue: new SdkQueue(), // one for the page
 *   getCode: (signal) => fetchOnceCode('/api/once-code', signal),
 *   sdkUrl: '/metastudio-sdk/HwICSUiSdk.js',
 *   containerId: 'digital-human',
 * });
 * session.subscribe(() => draw(session.getSnapshot()));
 * startButton.onclick = () => session.start();
 */
import type { AttemptDeps } from './attempt.ts';
import { elapsedMs, linkedController, sleep } from './clock.ts';
import { Conversation } from './conversation.ts';
import { type EndReason, type Failure, ownFailure, toFailure } from './failures.ts';
import type { GetCode } from './fetch-once-code.ts';
import { PEER_LEFT } from './live-trouble.ts';
import { isSignOfLife, type SdkEvent } from './sdk/events.ts';
import type { IcsLanguage } from './sdk/types.ts';
import type { SessionFacts, SessionSnapshot } from './session-state.ts';
import { SessionStore } from './session-store.ts';
import { type StartDeps, type StartOptions, startWithRetries } from './start.ts';
import type { TranscriptEntry, TranscriptEvent } from './transcript.ts';
import { UnconfirmedErrors } from './unconfirmed-errors.ts';
import type { ConfirmMicrophone } from './waking-microphone.ts';

/**
 * How long a session stays `reconnecting`. The SDK waits up to 90 s for a digital human that left, needs up to 12 s to
 * stop the old job, and then starts and joins a new one (HwICSUiSdk 5.0.6).
 */
const RECONNECT_LIMIT_MS = 170_000;

const SLEEP_PART_MS = 5_000;

export interface SessionOptions extends Omit<AttemptDeps, 'readyTimeoutMs' | 'stopOnServer'> {
  /** The longest time from the `create()` call to the ready event, in milliseconds. Default: 30 000. */
  readyTimeoutMs?: number | undefined;
  /** The transcript of an earlier visit, to which this session adds. Default: empty. */
  transcript?: readonly TranscriptEntry[];
  /** Returns 0 ≤ n < 1. It spreads the pauses between attempts. Default: `Math.random`. */
  random?: () => number;
  /** The longest time a session may be live, in milliseconds. 0, the default, sets no limit. */
  longestSessionMs?: number | undefined;
  /**
   * Set it to false for an account where the SDK's silent track does not work. Written questions then open the
   * microphone, too. Default: true.
   */
  silentTrack?: boolean | undefined;
  /** Asks the user before a written question opens the microphone. Without it, only the browser asks. */
  confirmMicrophone?: ConfirmMicrophone | undefined;
  /** A server that ends sessions, such as `new HttpSessionServer('/api/session')`. Without it, no server is asked. */
  server?: SessionServer | undefined;
  /** Asks whether to continue here when `server` says that the user has a conversation on another device. */
  confirmMove?: ConfirmMove | undefined;
}

/** Why a server ended a session. */
export type ServerEnd = Extract<EndReason, 'moved' | 'minutes'> | 'signed_out';

/** A server that ends sessions and knows why they ended. It knows each by the `clientId` of its once code. */
export interface SessionServer {
  /** Whether the user has a conversation on another device. @param clientId of the last session of this page */
  isOnOtherDevice(clientId: string | undefined, signal: AbortSignal): Promise<boolean>;
  /** Ends all other sessions of the user. Never rejects. */
  moveHere(clientId: string | undefined, signal: AbortSignal): Promise<void>;
  /** Why the server ended the session; undefined when it did not, or does not answer. */
  whyEnded(clientId: string | undefined, signal: AbortSignal): Promise<ServerEnd | undefined>;
  /** Resolves when the server has ended the session. Undefined without a `clientId`. */
  untilEnded(clientId: string | undefined, signal: AbortSignal): Promise<ServerEnd | undefined>;
  /** Asks the server to stop the job of this session, and of no other. */
  end(clientId: string): void;
}

/**
 * Asks whether a conversation on another device continues here.
 * @param move ends it there; never rejects
 * @returns false when the user leaves it there
 */
export type ConfirmMove = (move: (signal: AbortSignal) => Promise<void>, signal: AbortSignal) => Promise<boolean>;

export interface StartRequest {
  /** The digital human that the user chose. Default: the one that comes with the once code. */
  robotId?: string | undefined;
  /**
   * True when the user has agreed to continue a conversation here. The server then ends all others before a code is
   * requested.
   */
  endsOthers?: boolean | undefined;
  /**
   * When the user clicked, as a time of `elapsedMs()`. The time limit of the start counts from it. Default: now.
   */
  since?: number | undefined;
}

interface Run {
  /** Aborted when this run ends. */
  controller: AbortController;
  /** Null until the session is live. */
  conversation: Conversation | null;
  unconfirmed: UnconfirmedErrors;
  /** False while the SDK rejoins. */
  isReady: boolean;
  /** The server's handle for this session. It comes with the once code in use. */
  clientId: string | undefined;
  /** The longest time the run may be live, as the server said with the once code. */
  longestSessionMs: number;
  /** Which limit is reached first. Until the session is live, the one that the server named. */
  timeUpReason: SessionFacts['timeUpReason'];
  /** True while the SDK is destroyed and the session asks the server why it ended. */
  isBroken: boolean;
}

type Deps = Omit<SessionOptions, 'transcript'> & StartDeps & { longestSessionMs: number; silentTrack: boolean };

type Destroy = (closing?: Promise<void>) => void;

export class DigitalHumanSession {
  readonly #store: SessionStore;
  readonly #deps: Deps;
  #run: Run | null = null;
  /** The `clientId` of the last once code, also after its run. */
  #clientId: string | undefined;
  #language: IcsLanguage | null = null;
  /** The wait for the SDK to reconnect; aborted when it has. */
  #reconnecting: AbortController | null = null;

  constructor({ transcript, ...options }: SessionOptions) {
    const { random = Math.random, readyTimeoutMs = 30_000, longestSessionMs = 0, silentTrack = true } = options;
    this.#store = new SessionStore(transcript);
    this.#deps = { ...options, random, readyTimeoutMs, longestSessionMs, silentTrack };
  }

  // Arrow functions, so that `useSyncExternalStore` and click handlers can take them as they are.
  subscribe = (subscriber: () => void): (() => void) => this.#store.subscribe(subscriber);
  getSnapshot = (): SessionSnapshot => this.#store.snapshot;

  /** Call it from a click, or the browser blocks playback. Does nothing while a session is starting or live. */
  start = (request: StartRequest = {}): void => {
    if (this.#run) return;
    const controller = new AbortController();
    const unconfirmed = new UnconfirmedErrors(controller.signal, (failure) => void this.#failLive(run, failure));
    const run: Run = {
      controller,
      conversation: null,
      unconfirmed,
      isReady: false,
      clientId: undefined,
      longestSessionMs: Number.POSITIVE_INFINITY,
      timeUpReason: 'minutes',
      isBroken: false,
    };
    this.#run = run;
    this.#startHere(run, request)
      .then((attemptSignal) => attemptSignal && this.#goLive(run, attemptSignal))
      .catch((error) => this.#run === run && this.#enterFailed(toFailure(error)));
  };

  /** The server's opaque handle for the last session, which a sign-out sends. */
  get clientId(): string | undefined {
    return this.#clientId;
  }

  /** Adds questions and answers that did not go through the SDK, because no digital human was available. */
  addToTranscript = (event: TranscriptEvent): void => this.#store.addToTranscript(event);

  /** Sets the status to `ended` at once; resolves when the SDK is destroyed. Does nothing without a session. */
  end = async (reason?: EndReason): Promise<void> => {
    const { status } = this.#store.snapshot;
    this.#enterEnded(reason ?? (status === 'live' || status === 'reconnecting' ? 'person' : 'cancelled'));
    await this.#deps.sdkQueue.destroy(); // waits for the destroy that `#enterEnded` began, or for an earlier one
  };

  /** For `pagehide`, after which nothing asynchronous is sure to run. */
  leave = (): void => {
    this.#enterEnded('page_left', () => this.#deps.sdkQueue.destroyNow());
    this.#deps.sdkQueue.destroyNow(); // also without a run: the `destroy` of an earlier end may be pending
  };

  /**
   * Resolves when the digital human has taken the question. If it does not, `accepted` is false and `notice` says why.
   * Stops an earlier question.
   */
  ask = async (text: string): Promise<{ accepted: boolean }> => {
    const conversation = this.#store.snapshot.status === 'live' && this.#run?.conversation;
    const question = text.trim();
    if (!conversation || !question) return { accepted: false };
    const unconfirmed = this.#run?.unconfirmed;
    const answer = await conversation.ask(question);
    if (answer.accepted) unconfirmed?.clear();
    return answer;
  };

  /** Stops the current answer. */
  interrupt = async (): Promise<void> => this.#run?.conversation?.interrupt();

  /**
   * Call it from a click: the browser may ask for the microphone. `listening` shows the result; `notice` says why it
   * stays off.
   */
  startSpeaking = async (): Promise<void> => {
    if (this.#store.snapshot.status === 'live') await this.#run?.conversation?.speaking.start();
  };

  /** Closes the microphone; what was heard so far is still answered. */
  stopSpeaking = async (): Promise<void> => this.#run?.conversation?.speaking.stop();

  /** Shows or hides the SDK's own picker of microphone and speaker. */
  setDevicePicker = (isShown: boolean): void => this.#run?.conversation?.setDevicePicker(isShown);

  /** Sets the language that the digital human hears and speaks, now and in later sessions. */
  setLanguage = (language: IcsLanguage): void => {
    this.#language = language;
    void this.#run?.conversation?.setLanguage(language);
  };

  /** Turns the digital human's voice off or on, now and in later sessions. */
  setMuted = (muted: boolean): void => {
    this.#store.update({ muted });
    this.#run?.conversation?.setMuted(muted);
  };

  /** Deletes the transcript. A question that is still being answered does not return. */
  clearTranscript = (): void => this.#store.clearTranscript();

  /** Call it from a click when `playbackBlocked` is true. */
  resumePlayback = async (): Promise<void> => this.#run?.conversation?.resumePlayback();

  /**
   * Starts unless the user has a conversation on another device, which the server is asked while the first attempt
   * runs. If the user has one, that attempt is given up, and a new start follows when the user moves the conversation
   * here.
   * @returns null when the user leaves the conversation there
   */
  async #startHere(run: Run, request: StartRequest): Promise<AbortSignal | null> {
    const { server, confirmMove, findBrowserProblem } = this.#deps;
    const { signal } = run.controller;
    const clientId = this.#clientId;
    const deps = this.#depsOf(run);
    const options: StartOptions = {
      signal,
      since: request.since ?? elapsedMs(),
      robotId: request.robotId,
      muted: this.#store.snapshot.muted,
      onPhase: (phase) => this.#run === run && this.#store.enter(phase),
      onEvent: (event) => this.#run === run && this.#receive(run, event),
      beforeRetry: async () => this.#endAsServerSays(run, await this.#whyEnded(run)),
    };
    // A browser that cannot hold a conversation fails without a question.
    if (!server || !confirmMove || findBrowserProblem?.()) return startWithRetries(deps, options);
    if (request.endsOthers) {
      // Waits for the move, so that no code is requested for a start that would be given up.
      this.#store.enter({ status: 'preparing', attempt: 1 });
      if (await server.isOnOtherDevice(clientId, signal)) await server.moveHere(clientId, signal);
      return startWithRetries(deps, options);
    }
    const firstStart = linkedController(signal);
    const otherDeviceChecked = server.isOnOtherDevice(clientId, signal).then((isOnOtherDevice) => {
      if (isOnOtherDevice) firstStart.abort();
    });
    try {
      return await startWithRetries(deps, { ...options, signal: firstStart.signal, otherDeviceChecked });
    } catch (error) {
      if (signal.aborted || !firstStart.signal.aborted) throw error;
    }
    this.#store.enter({ status: 'preparing', attempt: 1 });
    let movedAt: number | undefined;
    const move = (moving: AbortSignal) => {
      movedAt = elapsedMs();
      return server.moveHere(this.#clientId, moving);
    };
    if (await confirmMove(move, signal)) return startWithRetries(deps, { ...options, since: movedAt });
    if (this.#run === run) this.#enterIdle();
    return null;
  }

  #goLive(run: Run, attemptSignal: AbortSignal): void {
    if (this.#run !== run || run.isBroken) return;
    const { sdkQueue, containerId } = this.#deps;
    run.conversation = new Conversation(this.#store, sdkQueue.sdk, attemptSignal, this.#deps);
    this.#store.enter({ status: 'live', liveSince: elapsedMs() });
    this.#limitDuration(run);
    if (!run.isReady) this.#onConnectionLost(run);
    if (this.#language) void run.conversation.setLanguage(this.#language);
    run.conversation.watchPlayback(() => document.getElementById(containerId)?.querySelector('video'));
  }

  /** The dependencies of a start. `getCode` also stores in the run what comes with each once code. */
  #depsOf(run: Run): StartDeps {
    const { server } = this.#deps;
    const getCode: GetCode = async (signal) => {
      const code = await this.#deps.getCode(signal);
      run.clientId = code.clientId;
      run.longestSessionMs = code.longestSessionMs ?? Number.POSITIVE_INFINITY;
      run.timeUpReason = code.endsBy ?? 'minutes';
      this.#clientId = code.clientId;
      return code;
    };
    return { ...this.#deps, getCode, stopOnServer: server && ((clientId) => server.end(clientId)) };
  }

  /** Ends the session when the operator's limit is reached: the one on a session, or the one on a user's minutes. */
  #limitDuration(run: Run): void {
    const longestSessionMs = this.#deps.longestSessionMs || Number.POSITIVE_INFINITY;
    const limitMs = Math.min(longestSessionMs, run.longestSessionMs);
    if (limitMs === Number.POSITIVE_INFINITY || run.controller.signal.aborted) return;
    if (limitMs === longestSessionMs) run.timeUpReason = 'time_up';
    const timeUpAt = elapsedMs() + limitMs;
    this.#store.update({ timeUpAt, timeUpReason: run.timeUpReason });
    sleepUntil(timeUpAt, run.controller.signal).then(
      () => void this.end(run.timeUpReason),
      () => {}, // the session ended before
    );
  }

  #receive(run: Run, event: SdkEvent): void {
    if (run.isBroken) return;
    if (event.type !== 'trouble') run.unconfirmed.clear();
    if (event.type === 'ready') run.isReady = event.isReady;
    // The chat has a connection of its own: an answer may go on while picture and sound are lost.
    if (run.isReady && isSignOfLife(event)) this.#onConnectionRestored(run);
    this.#store.apply(event);
    run.conversation?.receive(event);
    switch (event.type) {
      case 'ready':
        if (!event.isReady) this.#onConnectionLost(run);
        break;
      case 'trouble':
        this.#receiveTrouble(run, event);
        break;
      case 'ended_for_silence':
        void this.end('silence');
    }
  }

  #receiveTrouble(run: Run, { trouble, failure }: Extract<SdkEvent, { type: 'trouble' }>): void {
    // While the session reconnects, its own time limit applies.
    const isReconnecting = this.#store.snapshot.status === 'reconnecting';
    if (isReconnecting && (trouble === 'unproven' || trouble === 'repeating')) return;
    switch (trouble) {
      case 'ending':
        void this.#failLive(run, run.unconfirmed.causeOf(failure));
        break;
      case 'rejoining':
        this.#onConnectionLost(run);
        if (failure.code === PEER_LEFT) this.#awaitReconnect(run);
        break;
      case 'unproven':
        run.unconfirmed.awaitSignOfLife(failure);
        break;
      case 'repeating':
        run.unconfirmed.countBeat(failure);
        break;
    }
  }

  /** The SDK reconnects by itself with the tokens it has, so it needs no once code. */
  #onConnectionLost(run: Run): void {
    const { snapshot } = this.#store;
    if (snapshot.status !== 'live') return;
    run.unconfirmed.clear(); // from here on the reconnect limit applies
    this.#store.enter({ status: 'reconnecting', liveSince: snapshot.liveSince });
    this.#awaitReconnect(run);
  }

  #awaitReconnect(run: Run): void {
    if (this.#store.snapshot.status !== 'reconnecting') return;
    this.#reconnecting?.abort();
    this.#reconnecting = linkedController(run.controller.signal);
    const { signal } = this.#reconnecting;
    const over = () => {}; // reconnected, or the session ended
    sleep(RECONNECT_LIMIT_MS, signal).then(() => void this.#failLive(run, ownFailure('connection_lost')), over);
    // The job may be gone because the server stopped it, and the SDK would start another one with the tokens it has.
    this.#deps.server?.untilEnded(run.clientId, signal).then((end) => this.#endAsServerSays(run, end), over);
  }

  #onConnectionRestored(run: Run): void {
    const { snapshot } = this.#store;
    if (snapshot.status !== 'reconnecting') return;
    this.#reconnecting?.abort();
    this.#store.enter({ status: 'live', liveSince: snapshot.liveSince });
    void this.#whyEnded(run).then((end) => this.#endAsServerSays(run, end));
  }

  async #whyEnded(run: Run): Promise<ServerEnd | undefined> {
    return this.#deps.server?.whyEnded(run.clientId, run.controller.signal);
  }

  // The ends of a run. All go through `#dropRun`, which destroys the SDK.
  // - `ended`, by `#enterEnded`: the user ended or cancelled it, left the page, was silent, or a time limit was reached.
  // - `failed`, by `#enterFailed`: the start failed; or by `#failLive`: the live session broke.
  // - `ended` or `failed`, by `#endAsServerSays`: the server ended the session.
  // - `idle`, by `#enterIdle`: the user leaves the conversation on another device.

  #endAsServerSays(run: Run, end: ServerEnd | undefined): void {
    if (this.#run !== run || end === undefined) return;
    if (end === 'signed_out') this.#enterFailed(ownFailure('signed_out_elsewhere'));
    // The server says `minutes` for both of its time limits. The page knows which one was reached first.
    else void this.end(end === 'minutes' ? run.timeUpReason : end);
  }

  /**
   * Ends a live session that the user did not end. The SDK is destroyed at once. The status changes when the server has
   * said whether it ended the session. A live session is never restarted automatically: each start would cost a once
   * code that the user did not ask for.
   */
  async #failLive(run: Run, failure: Failure): Promise<void> {
    if (this.#run !== run || run.isBroken) return;
    if (this.#deps.server && run.clientId !== undefined) {
      run.isBroken = true;
      const closing = run.conversation?.close();
      run.conversation = null;
      void this.#deps.sdkQueue.destroy(closing);
      this.#endAsServerSays(run, await this.#whyEnded(run));
    }
    if (this.#run === run) this.#enterFailed(onlyManually(failure));
  }

  /** Returns to `idle`, as if the user had not asked for a start. */
  #enterIdle(): void {
    this.#dropRun();
    this.#store.enter({ status: 'idle' });
  }

  #enterEnded(reason: EndReason, destroy?: Destroy): void {
    if (!this.#run) return;
    const liveSince = this.#dropRun(destroy);
    this.#store.enter({ status: 'ended', reason, liveSince, endedAt: elapsedMs() });
  }

  #enterFailed(failure: Failure): void {
    const liveSince = this.#dropRun();
    this.#store.enter({ status: 'failed', failure, liveSince, endedAt: elapsedMs() });
  }

  /** Destroys before it notifies any subscriber: MetaStudio bills the session until then. */
  #dropRun(destroy: Destroy = (closing) => void this.#deps.sdkQueue.destroy(closing)): number | undefined {
    const run = this.#run;
    this.#run = null;
    const closing = run?.conversation?.close();
    run?.controller.abort();
    destroy(closing);
    const { snapshot } = this.#store;
    return snapshot.status === 'live' || snapshot.status === 'reconnecting' ? snapshot.liveSince : undefined;
  }
}

/** Timers stop while the machine sleeps. Without parts, the session would outlast its countdown by that time. */
async function sleepUntil(at: number, signal: AbortSignal): Promise<void> {
  for (let restMs = at - elapsedMs(); restMs > 0; restMs = at - elapsedMs())
    await sleep(Math.min(restMs, SLEEP_PART_MS), signal);
}

const onlyManually = (failure: Failure): Failure =>
  failure.retry === 'auto' ? { ...failure, retry: 'manual' } : failure;
