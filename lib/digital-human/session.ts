/**
 * One conversation with a digital human, from the click to the end: the only state machine of the page.
 *
 * - **Session**: all of it, from the click on *Start* to the end. This class can hold one after another.
 * - **Run**: one start and what comes of it. Events of an earlier run are ignored.
 * - **Attempt**: one once code and one `create()`. A start makes up to three.
 * - **Conversation**: the live part of a run: questions, answers, microphone, sound.
 * - **Failure**: why a start, a session or a question failed, and whether a retry can help.
 * - **Once code**: the one-time credential that `create()` needs. It is valid for five minutes and for one use.
 */
import type { EndReason } from '../api/session-report';
import type { AttemptDeps } from './attempt';
import { type Clock, createClock, linkedController } from './clock';
import type { Conversation } from './conversation';
import { Doubt } from './doubt';
import { type Failure, ownFailure, toFailure } from './failures';
import { PEER_LEFT } from './live-trouble';
import { loadRun } from './load-run';
import type { SdkEvent } from './sdk/events';
import type { IcsLanguage } from './sdk/types';
import { applyEvent, isSignOfLife, type SessionSnapshot, SessionState } from './session-state';
import type { TranscriptEntry, TranscriptEvent } from './transcript';
import type { ConfirmMicrophone } from './waking-microphone';

/**
 * The SDK rejoins after up to 90 s without the digital human. It then needs up to 12 s to stop the old job, and starts a
 * new one (5.0.6). After this time it does not recover.
 */
const RECONNECT_LIMIT_MS = 170_000;

export interface SessionOptions extends Omit<AttemptDeps, 'clock'> {
  /** What was said before, in an earlier visit of the page. */
  transcript?: readonly TranscriptEntry[];
  clock?: Clock;
  /** 0 ≤ n < 1, for the pauses between attempts. */
  random?: () => number;
  /** The session ends after being live for this long. 0, the default, sets no limit. */
  longestMs?: number;
  /** False for an account where the SDK's silent track does not work: then writing opens the microphone, too. */
  silentTrack?: boolean;
  /** Asks in words before a written question opens the microphone; without it only the browser asks. */
  confirmMicrophone?: ConfirmMicrophone | undefined;
}

interface Run {
  /** Aborted when this run ends. */
  controller: AbortController;
  /** Set once live. */
  conversation: Conversation | null;
  doubt: Doubt;
  isReady: boolean;
}

type Deps = Omit<SessionOptions, 'transcript'> &
  Required<Pick<SessionOptions, 'clock' | 'random' | 'longestMs' | 'silentTrack'>>;

export class DigitalHumanSession {
  readonly #state: SessionState;
  readonly #deps: Deps;
  #run: Run | null = null;
  #language: IcsLanguage | null = null;
  /** The wait for the SDK to reconnect; aborted when it has. */
  #reconnecting: AbortController | null = null;

  constructor({ transcript, ...options }: SessionOptions) {
    this.#state = new SessionState(transcript);
    this.#deps = { clock: createClock(), random: Math.random, longestMs: 0, silentTrack: true, ...options };
  }

  // Arrow functions, so that `useSyncExternalStore` and click handlers can take them as they are.
  subscribe = (subscriber: () => void): (() => void) => this.#state.subscribe(subscriber);
  getSnapshot = (): SessionSnapshot => this.#state.snapshot;

  /**
   * Call it from a click, or the browser blocks playback. Does nothing while a session is starting or live.
   * @param options.robotId the user's choice; without it, the one that comes with the once code
   */
  start = (options: { robotId?: string | undefined } = {}): void => {
    if (this.#run) return;
    const controller = new AbortController();
    const doubt = new Doubt(this.#deps.clock, controller.signal, (failure) => this.#fail(onlyManually(failure)));
    this.#run = { controller, conversation: null, doubt, isReady: false };
    this.#state.enter({ status: 'preparing', attempt: 1 });
    void this.#startRun(this.#run, options.robotId);
  };

  /** Adds what was written outside of the SDK, while no digital human was available. */
  addToTranscript = (event: TranscriptEvent): void => this.#state.addToTranscript(event);

  /** Sets the status to `ended` at once; resolves when the SDK is destroyed. Does nothing without a session. */
  end = async (reason?: EndReason): Promise<void> => {
    this.#finish(reason ?? (this.#run?.conversation ? 'person' : 'cancelled'), (closing) => {
      void this.#deps.sdkQueue.destroy(closing);
    });
    await this.#deps.sdkQueue.destroy();
  };

  /** For `pagehide`, after which nothing asynchronous is sure to run. */
  leave = (): void => {
    this.#finish('page_left', () => this.#deps.sdkQueue.destroyNow());
    this.#deps.sdkQueue.destroyNow();
  };

  /** @returns whether the digital human took the question; when it did not, `notice` says why */
  ask = async (text: string): Promise<{ accepted: boolean }> => {
    const conversation = this.#state.snapshot.status === 'live' && this.#run?.conversation;
    const question = text.trim();
    if (!conversation || !question) return { accepted: false };
    const doubt = this.#run?.doubt;
    const answer = await conversation.ask(question);
    if (answer.accepted) doubt?.signOfLife();
    return answer;
  };

  /** Stops the current answer. */
  interrupt = async (): Promise<void> => this.#run?.conversation?.interrupt();

  /** From a click, as the browser may ask for the microphone. `listening` follows; `notice` says why it stays off. */
  startSpeaking = async (): Promise<void> => {
    if (this.#state.snapshot.status === 'live') await this.#run?.conversation?.speaking.start();
  };

  /** Closes the microphone; what was heard so far is still answered. */
  stopSpeaking = async (): Promise<void> => this.#run?.conversation?.speaking.stop();

  /** Shows or hides the SDK's own picker of microphone and speaker. */
  setDevicePicker = (isShown: boolean): void => this.#run?.conversation?.setDevicePicker(isShown);

  /** What the digital human hears and speaks, also in the starts to come. */
  setLanguage = (language: IcsLanguage): void => {
    this.#language = language;
    void this.#run?.conversation?.setLanguage(language);
  };

  /** Silences the digital human, also for the starts to come. */
  setMuted = (muted: boolean): void => {
    this.#state.update({ muted });
    this.#run?.conversation?.setMuted(muted);
  };

  clearTranscript = (): void => this.#state.update({ transcript: [] });

  /** From a click, after `playbackBlocked`. */
  resumePlayback = async (): Promise<void> => this.#run?.conversation?.resumePlayback();

  async #startRun(run: Run, robotId: string | undefined): Promise<void> {
    const { muted } = this.#state.snapshot;
    try {
      const { startWithRetries, Conversation } = await loadRun();
      if (this.#run !== run) return;
      const attemptController = await startWithRetries(this.#deps, {
        signal: run.controller.signal,
        robotId,
        muted,
        onPhase: (phase) => this.#run === run && this.#state.enter(phase),
        onEvent: (event) => this.#run === run && this.#receive(run, event),
      });
      if (this.#run !== run) return;
      const { sdkQueue, clock } = this.#deps;
      run.conversation = new Conversation(this.#state, sdkQueue.sdk, clock, attemptController.signal, this.#deps);
      this.#state.enter({ status: 'live', liveSince: Date.now() });
      this.#limitDuration(run);
      if (!run.isReady) this.#onConnectionLost(run);
      if (this.#language) void run.conversation.setLanguage(this.#language);
      const { containerId } = this.#deps;
      run.conversation.watchPlayback(() => document.getElementById(containerId)?.querySelector('video'));
    } catch (error) {
      if (this.#run === run) this.#fail(toFailure(error));
    }
  }

  /** Sessions cost money, so the operator may limit their length. */
  #limitDuration(run: Run): void {
    const { clock, longestMs } = this.#deps;
    if (longestMs === 0 || run.controller.signal.aborted) return;
    this.#state.update({ timeUpAt: Date.now() + longestMs });
    clock.sleep(longestMs, run.controller.signal).then(
      () => void this.end('time_up'),
      () => {}, // the session ended before
    );
  }

  #receive(run: Run, event: SdkEvent): void {
    if (event.type !== 'trouble') run.doubt.signOfLife();
    if (isSignOfLife(event)) this.#onConnectionRestored();
    applyEvent(this.#state, event);
    run.conversation?.receive(event);
    switch (event.type) {
      case 'ready':
        run.isReady = event.isReady;
        if (!event.isReady) this.#onConnectionLost(run);
        break;
      case 'trouble':
        this.#receiveTrouble(run, event);
        break;
      case 'silence':
        void this.end('silence');
    }
  }

  #receiveTrouble(run: Run, { trouble, failure }: Extract<SdkEvent, { type: 'trouble' }>): void {
    // A session that reconnects has no sign of life to give.
    const isReconnecting = this.#state.snapshot.status === 'reconnecting';
    if (isReconnecting && (trouble === 'unproven' || trouble === 'repeating')) return;
    switch (trouble) {
      case 'ending':
        // A live session is never restarted automatically: each start would cost a once code the user did not ask for.
        this.#fail(onlyManually(run.doubt.causeOf(failure)));
        break;
      case 'rejoining':
        this.#onConnectionLost(run);
        if (failure.code === PEER_LEFT) this.#awaitReconnect(run);
        break;
      case 'unproven':
        run.doubt.awaitProof(failure);
        break;
      case 'repeating':
        run.doubt.countBeat(failure);
        break;
    }
  }

  /** The SDK reconnects by itself with the tokens it has, so it needs no once code. */
  #onConnectionLost(run: Run): void {
    const { snapshot } = this.#state;
    if (snapshot.status !== 'live') return;
    run.doubt.signOfLife(); // from here on the reconnect limit applies
    this.#state.enter({ status: 'reconnecting', liveSince: snapshot.liveSince });
    this.#awaitReconnect(run);
  }

  #awaitReconnect(run: Run): void {
    if (this.#state.snapshot.status !== 'reconnecting') return;
    this.#reconnecting?.abort();
    this.#reconnecting = linkedController(run.controller.signal);
    this.#deps.clock.sleep(RECONNECT_LIMIT_MS, this.#reconnecting.signal).then(
      () => this.#fail(onlyManually(ownFailure('connection_lost'))),
      () => {}, // reconnected, or the session ended
    );
  }

  #onConnectionRestored(): void {
    const { snapshot } = this.#state;
    if (snapshot.status !== 'reconnecting') return;
    this.#reconnecting?.abort();
    this.#state.enter({ status: 'live', liveSince: snapshot.liveSince });
  }

  #finish(reason: EndReason, destroy: (closing?: Promise<void>) => void): void {
    if (!this.#run) return;
    const liveSince = this.#dropRun(destroy);
    this.#state.enter({ status: 'ended', reason, liveSince, endedAt: Date.now() });
  }

  #fail(failure: Failure): void {
    const liveSince = this.#dropRun((closing) => void this.#deps.sdkQueue.destroy(closing));
    this.#state.enter({ status: 'failed', failure, liveSince, endedAt: Date.now() });
  }

  /** Destroys before it notifies any subscriber: MetaStudio bills the session until then. */
  #dropRun(destroy: (closing?: Promise<void>) => void): number | undefined {
    const run = this.#run;
    this.#run = null;
    const closing = run?.conversation?.close();
    run?.controller.abort();
    destroy(closing);
    const { snapshot } = this.#state;
    return snapshot.status === 'live' || snapshot.status === 'reconnecting' ? snapshot.liveSince : undefined;
  }
}

const onlyManually = (failure: Failure): Failure =>
  failure.retry === 'auto' ? { ...failure, retry: 'manual' } : failure;
