/**
 * Stands for the session until the code of `DigitalHumanSession` has loaded. A start before that waits in `preparing`.
 */
import { elapsedMs } from '@/lib/digital-human/clock';
import type { EndReason, Failure } from '@/lib/digital-human/failures';
import type { DigitalHumanSession, StartRequest } from '@/lib/digital-human/session';
import { initialSnapshot, isOver, type SessionPhase, type SessionSnapshot } from '@/lib/digital-human/session-state';
import type { TranscriptEvent } from '@/lib/digital-human/transcript';
import { isSiteReachable } from './is-site-reachable';

/** The code is small: a connection that needs longer for it is too slow for a conversation. */
const LOAD_LIMIT_MS = 30_000;

/** As in `failures.ts`, which is not part of the page's first load. */
const offline: Failure = { code: 'network', kind: 'network', retry: 'manual' };
const outdated: Failure = { code: 'page_outdated', kind: 'sdk', retry: 'manual' };

export class LateSession<Host> {
  readonly #fetchHost: () => Promise<Host>;
  #host: Host | null = null;
  #session: DigitalHumanSession | null = null;
  #snapshot: SessionSnapshot = initialSnapshot;
  /** What the user did before the code loaded. The session repeats it, and so also reports a cancelled start. */
  #queued: ((session: DigitalHumanSession) => void)[] = [];
  #clickedAt = 0;
  /** The same as a time of `elapsedMs()`, for the time limit of the start that follows. */
  #since: number | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;
  readonly #subscribers = new Set<() => void>();

  /** @param fetchHost fetches the component that creates the session and calls `attach` */
  constructor(fetchHost: () => Promise<Host>) {
    this.#fetchHost = fetchHost;
  }

  /**
   * Can be repeated after a failure: Next's script loader (Turbopack, 16.4) removes the element of a failed script, and
   * adds a new one at the next import.
   */
  load = async (): Promise<void> => {
    this.#host = await this.#fetchHost();
    this.#notify();
  };
  getHost = (): Host | null => this.#host;

  attach = (session: DigitalHumanSession): void => {
    if (this.#session) return; // StrictMode attaches twice
    this.#session = session;
    clearTimeout(this.#limit);
    session.subscribe(this.#notify);
    for (const repeat of this.#queued) repeat(session);
    this.#notify();
  };

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };
  getSnapshot = (): SessionSnapshot => this.#session?.getSnapshot() ?? this.#snapshot;

  /** Loads the code before a start. It ignores a failure: a start loads again, and reports what is wrong. */
  preload = (): void => {
    this.load().catch(() => {});
  };

  /** Call it at a click that leads to a start, or first to a question. */
  click = (): void => {
    if (!isOver(this.getSnapshot().status)) return;
    this.#clickedAt = performance.now();
    this.#since = elapsedMs();
    if (!this.#session) this.preload();
  };

  /** When the user clicked for the last start, by `performance.now()`. */
  clickedAt = (): number => this.#clickedAt;

  start = (request: StartRequest): void => {
    const since = this.#since;
    if (this.#session) this.#session.start({ since, ...request });
    else if (isOver(this.#snapshot.status)) this.#await({ since, ...request });
  };

  #await(request: StartRequest): void {
    this.#queued.push((session) => session.start(request));
    this.#enter({ status: 'preparing', attempt: 1 });
    const waiting = this.#snapshot;
    const fail = () => void this.#fail(waiting);
    clearTimeout(this.#limit);
    this.#limit = setTimeout(fail, LOAD_LIMIT_MS);
    this.load().catch(fail);
  }

  async #fail(waiting: SessionSnapshot): Promise<void> {
    const failure = (await isSiteReachable()) ? outdated : offline;
    // The code has loaded, or the user has cancelled and may have started again.
    if (this.#session || this.#snapshot !== waiting) return;
    clearTimeout(this.#limit);
    this.#queued = [];
    this.#enter({ status: 'failed', failure, endedAt: elapsedMs() });
  }

  end = async (reason?: EndReason): Promise<void> => {
    if (this.#session) return this.#session.end(reason);
    if (isOver(this.#snapshot.status)) return;
    this.#queued.push((session) => void session.end(reason));
    this.#enter({ status: 'ended', reason: reason ?? 'cancelled', endedAt: elapsedMs() });
  };

  /** The server's handle for the last session. */
  get clientId(): string | undefined {
    return this.#session?.clientId;
  }

  ask = async (question: string) => (await this.#session?.ask(question)) ?? { accepted: false };
  interrupt = async () => this.#session?.interrupt();
  startSpeaking = async () => this.#session?.startSpeaking();
  stopSpeaking = async () => this.#session?.stopSpeaking();
  resumePlayback = async () => this.#session?.resumePlayback();
  setDevicePicker = (isShown: boolean) => this.#session?.setDevicePicker(isShown);
  setMuted = (muted: boolean) => this.#session?.setMuted(muted);
  clearTranscript = () => this.#session?.clearTranscript();
  addToTranscript = (event: TranscriptEvent) => this.#session?.addToTranscript(event);

  #enter(phase: SessionPhase): void {
    this.#snapshot = Object.freeze({ ...initialSnapshot, ...phase });
    this.#notify();
  }

  #notify = (): void => {
    for (const subscriber of this.#subscribers) subscriber();
  };
}
