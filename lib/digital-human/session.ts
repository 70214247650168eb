/**
 * A digital-human session, from the click to the end: the one state machine, and the only writer of its snapshot.
 * It must not know React or Next. Whatever can be different in a test or in another app comes in through the constructor.
 */
import { abortWith, type Clock, createAwakeClock } from './awake-clock';
import type { ConnectDeps } from './connect';
import { Conversation } from './conversation';
import { type Failure, ownFailure, toFailure } from './failure';
import type { SdkEvent } from './sdk-events';
import type { EndReason, SessionSnapshot } from './session-snapshot';
import { SessionState } from './session-state';
import { start } from './start';

/** The SDK rejoins after up to 90 s without the digital human (5.0.6); after this long it does not come back. */
const RECONNECT_LIMIT_MS = 120_000;

export interface SessionOptions extends Omit<ConnectDeps, 'clock'> {
  clock?: Clock;
  /** 0 ≤ n < 1, for the pauses between attempts. */
  random?: () => number;
}

/** One start and the line that comes of it. A new one has nothing to do with events of the old. */
interface Run {
  /** Ends the start, and the line after it. */
  life: AbortController;
  /** There once the line is up. */
  conversation: Conversation | null;
  isReady: boolean;
}

export class DigitalHumanSession {
  readonly #state = new SessionState();
  readonly #deps: Required<SessionOptions>;
  #run: Run | null = null;
  /** Called off when the line comes back. */
  #reconnecting: AbortController | null = null;

  constructor(options: SessionOptions) {
    this.#deps = { clock: createAwakeClock(), random: Math.random, ...options };
  }

  // Arrow functions, so that `useSyncExternalStore` and click handlers can take them as they are.
  subscribe = (subscriber: () => void): (() => void) => this.#state.subscribe(subscriber);
  getSnapshot = (): SessionSnapshot => this.#state.snapshot;

  /**
   * From a click: browsers let nothing play otherwise. Does nothing while a session is starting or live.
   * @param options.robotId the person's choice; without it the one that comes with the once code
   */
  start = (options: { robotId?: string | undefined } = {}): void => {
    if (this.#run) return;
    this.#run = { life: new AbortController(), conversation: null, isReady: false };
    void this.#bringUp(this.#run, options.robotId);
  };

  /** `ended` at once; resolves when the SDK has let go of the paid slot. Does nothing when no session is on. */
  end = async (): Promise<void> => {
    this.#finish(this.#run?.conversation ? 'person' : 'cancelled');
    await this.#deps.door.destroy();
  };

  /** For `pagehide`: nothing that takes time would run any more. */
  leave = (): void => {
    this.#finish('page_left');
    this.#deps.door.destroyNow();
  };

  /** @returns whether the digital human took the question; when it did not, `notice` says why */
  ask = async (text: string): Promise<{ accepted: boolean }> => {
    const conversation = this.#state.snapshot.status === 'live' && this.#run?.conversation;
    const question = text.trim();
    if (!conversation || !question) return { accepted: false };
    return conversation.ask(question);
  };

  /** Stops the current answer. */
  interrupt = async (): Promise<void> => this.#run?.conversation?.interrupt();

  /** Silences the digital human, also for the starts to come. */
  setMuted = (muted: boolean): void => {
    this.#state.note({ muted });
    this.#run?.conversation?.setMuted(muted);
  };

  /** From a click, after `playbackBlocked`. */
  resumePlayback = async (): Promise<void> => this.#run?.conversation?.resumePlayback();

  async #bringUp(run: Run, robotId: string | undefined): Promise<void> {
    const { muted } = this.#state.snapshot;
    try {
      const life = await start(this.#deps, {
        signal: run.life.signal,
        robotId,
        muted,
        onPhase: (phase) => this.#run === run && this.#state.enter(phase),
        onEvent: (event) => this.#run === run && this.#receive(run, event),
      });
      if (this.#run !== run) return;
      run.conversation = new Conversation(this.#state, this.#deps.door.sdk, this.#deps.clock, life.signal);
      if (this.#state.snapshot.muted !== muted) run.conversation.setMuted(!muted);
      this.#state.enter({ status: 'live', liveSince: Date.now() });
      if (!run.isReady) this.#lineLost(run);
      await run.conversation.checkPlayback(document.getElementById(this.#deps.containerId)?.querySelector('video'));
    } catch (error) {
      if (this.#run === run) this.#fail(toFailure(error));
    }
  }

  #receive(run: Run, event: SdkEvent): void {
    switch (event.type) {
      case 'ready':
        run.isReady = event.isReady;
        if (event.isReady) this.#lineBack();
        else this.#lineLost(run);
        break;
      case 'trouble':
        this.#trouble(run, event);
        break;
      case 'asleep':
        if (run.conversation) run.conversation.asleep = event.asleep;
        if (event.asleep) this.#state.said({ type: 'closed', at: Date.now() });
        else this.#lineBack();
        break;
      case 'speaking':
        this.#lineBack();
        this.#state.note({ speaking: event.speaking, silenceEndsAt: null });
        break;
      case 'said':
        this.#lineBack();
        this.#state.said(event.event);
        break;
      case 'silence_warning':
        this.#state.note({ silenceEndsAt: Date.now() + event.restMs });
        break;
      case 'silence':
        this.#finish('silence');
        void this.#deps.door.destroy();
    }
  }

  #trouble(run: Run, { trouble, failure }: Extract<SdkEvent, { type: 'trouble' }>): void {
    switch (trouble) {
      case 'ending':
        // After `live` nothing is tried again by itself: each try would cost a code nobody asked for.
        this.#fail(failure.retry === 'auto' ? { ...failure, retry: 'manual' } : failure);
        break;
      case 'rejoining':
        this.#lineLost(run);
        break;
      case 'playback':
        this.#state.note({ playbackBlocked: true });
        break;
      case 'notice':
        this.#state.note({ notice: failure });
        break;
      case 'none':
        break;
    }
  }

  /** The SDK heals this by itself, with the tokens it has. Nothing is minted meanwhile. */
  #lineLost(run: Run): void {
    const { snapshot } = this.#state;
    if (snapshot.status !== 'live') return;
    this.#state.enter({ status: 'reconnecting', liveSince: snapshot.liveSince });
    this.#reconnecting = abortWith(run.life.signal);
    this.#deps.clock.pause(RECONNECT_LIMIT_MS, this.#reconnecting.signal).then(
      () => this.#fail({ ...ownFailure('connection_lost'), retry: 'manual' }),
      () => {}, // it came back, or the session is over
    );
  }

  #lineBack(): void {
    const { snapshot } = this.#state;
    if (snapshot.status !== 'reconnecting') return;
    this.#reconnecting?.abort();
    this.#state.enter({ status: 'live', liveSince: snapshot.liveSince });
  }

  #finish(reason: EndReason): void {
    if (!this.#run) return;
    const liveSince = this.#dropRun();
    this.#state.enter({ status: 'ended', reason, liveSince, endedAt: Date.now() });
  }

  #fail(failure: Failure): void {
    const liveSince = this.#dropRun();
    this.#state.enter({ status: 'failed', failure, liveSince, endedAt: Date.now() });
    void this.#deps.door.destroy();
  }

  #dropRun(): number | undefined {
    this.#run?.life.abort();
    this.#run = null;
    const { snapshot } = this.#state;
    return snapshot.status === 'live' || snapshot.status === 'reconnecting' ? snapshot.liveSince : undefined;
  }
}
