/**
 * Records a session: states and events with their times, error codes, request IDs. It copies only the fields it names,
 * so it holds no text of the conversation, no once code and no token.
 */
import { sessionSteps } from '../api/session-report.ts';
import type { Failure } from './failures.ts';
import { isOver, type SessionSnapshot } from './session-state.ts';

export interface RecordedEvent {
  /** Milliseconds since the click on *Start*. */
  atMs: number;
  /** A status, or a change beside it: `speaking: true`, `muted: false`, `notice`. */
  event: string;
  /** How long a status lasted; undefined for the current one. */
  tookMs?: number | undefined;
  attempt?: number | undefined;
  /** The code of the failure. */
  code?: string | undefined;
  cloudCode?: string | undefined;
  requestId?: string | undefined;
  /** Why the session ended. */
  reason?: string | undefined;
  /** The length of the question or answer. */
  characters?: number | undefined;
}

/** The part of `DigitalHumanSession` that the recorder needs. */
export interface WatchedSession {
  subscribe(subscriber: () => void): () => void;
  getSnapshot(): SessionSnapshot;
  /** Returns the time of the click, on the recorder's clock. Without it, a start begins with `preparing`. */
  clickedAt?: (() => number) | undefined;
}

const steps: readonly string[] = sessionSteps;
const facts = ['speaking', 'listening', 'muted', 'playbackBlocked'] as const;

export class Recorder {
  #entries: readonly RecordedEvent[] = [];
  #previous: SessionSnapshot;
  #clickedAt: number | null = null;
  /** The index of the current status's entry. */
  #present = -1;
  readonly #subscribers = new Set<() => void>();
  readonly #session: WatchedSession;
  readonly #now: () => number;

  constructor(session: WatchedSession, now: () => number = () => performance.now()) {
    this.#session = session;
    this.#now = now;
    this.#previous = session.getSnapshot();
  }

  /** Starts recording. @returns a function that stops it */
  watch = (): (() => void) => this.#session.subscribe(() => this.#take(this.#session.getSnapshot()));

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };
  getEntries = (): readonly RecordedEvent[] => this.#entries;

  #take(snapshot: SessionSnapshot): void {
    const previous = this.#previous;
    this.#previous = snapshot;
    if (snapshot.status === 'preparing' && isOver(previous.status))
      this.#clickedAt = this.#session.clickedAt?.() ?? this.#now();
    if (snapshot.status !== previous.status || attemptOf(snapshot) !== attemptOf(previous)) this.#enter(snapshot);
    for (const fact of facts) {
      if (snapshot[fact] !== previous[fact]) this.#add({ event: `${fact}: ${snapshot[fact]}` });
    }
    if (snapshot.notice && snapshot.notice !== previous.notice)
      this.#add({ event: 'notice', ...codesOf(snapshot.notice) });
    const said = lastSettled(snapshot);
    if (said && said.id !== lastSettled(previous)?.id) {
      this.#add({ event: said.who === 'person' ? 'question' : 'answer', characters: said.text.length });
    }
  }

  #enter(snapshot: SessionSnapshot): void {
    const isNewStart = snapshot.status === 'preparing' && snapshot.attempt === 1;
    if (!isNewStart) this.#leave();
    this.#present = this.#entries.length;
    this.#add({
      // The click may come before the session's code has loaded.
      ...(isNewStart && { atMs: 0 }),
      event: snapshot.status,
      attempt: attemptOf(snapshot),
      ...(snapshot.status === 'connecting' && { requestId: snapshot.requestId }),
      ...(snapshot.status === 'retrying' && codesOf(snapshot.reason)),
      ...(snapshot.status === 'failed' && codesOf(snapshot.failure)),
      ...(snapshot.status === 'ended' && { reason: snapshot.reason }),
    });
  }

  #leave(): void {
    const atMs = this.#atMs();
    this.#entries = this.#entries.map((entry, i) =>
      i === this.#present ? { ...entry, tookMs: atMs - entry.atMs } : entry,
    );
  }

  #atMs = () => Math.round(this.#now() - (this.#clickedAt ?? this.#now()));

  #add(entry: Partial<RecordedEvent>): void {
    // Fields without a value are left out, because the timeline shows every field of an entry.
    const filled = Object.entries(entry).filter(([, value]) => value !== undefined);
    this.#entries = [...this.#entries, { atMs: this.#atMs(), ...Object.fromEntries(filled) } as RecordedEvent];
    for (const subscriber of this.#subscribers) subscriber();
  }
}

/** The entries since the last click: the last start and its session. */
export const sinceLastClick = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.slice(Math.max(0, events.findLastIndex(isClick)));

/** The time from click to live, and the steps, of the last start that went live; null if none did. */
export function clickToLive(events: readonly RecordedEvent[]): { tookMs: number; steps: RecordedEvent[] } | null {
  const live = events.findLastIndex(({ event }) => event === 'live');
  const start = sinceLastClick(events.slice(0, live + 1));
  const last = start.at(-1);
  if (last?.event !== 'live') return null;
  return { tookMs: last.atMs, steps: start.filter(({ event }) => steps.includes(event)) };
}

const isClick = ({ event, attempt }: RecordedEvent) => event === 'preparing' && attempt === 1;
const attemptOf = (snapshot: SessionSnapshot) => ('attempt' in snapshot ? snapshot.attempt : undefined);
const lastSettled = ({ transcript }: SessionSnapshot) => transcript.findLast(({ state }) => state === 'complete');
const codesOf = ({ code, cloudCode, requestId }: Failure) => ({ code, cloudCode, requestId });
