/**
 * Records what a session goes through, for developers: states and events with their times, error codes, request IDs.
 * It takes only what it names, so no word of the conversation, no once code and no token. It must not know React.
 */
import type { Failure } from './failures';
import { isOver, type SessionSnapshot, type SessionStatus } from './session-state';

export interface TimelineEntry {
  /** Since the click that began this start. */
  atMs: number;
  /** A status, or what became true beside it: `speaking`, `muted: true`, `notice`. */
  event: string;
  /** How long a status lasted; not known of the present one. */
  tookMs?: number | undefined;
  attempt?: number | undefined;
  /** The vendor's, the route's or our own. */
  code?: string | undefined;
  cloudCode?: string | undefined;
  requestId?: string | undefined;
  /** Why it ended. */
  reason?: string | undefined;
  /** The length of what was said. */
  characters?: number | undefined;
}

interface TimedSession {
  subscribe(subscriber: () => void): () => void;
  getSnapshot(): SessionSnapshot;
}

/** The steps of a start, in order. */
const startSteps: readonly string[] = ['preparing', 'authorizing', 'connecting', 'retrying'] satisfies SessionStatus[];
const facts = ['speaking', 'listening', 'muted', 'playbackBlocked'] as const;

export class Timeline {
  #entries: readonly TimelineEntry[] = [];
  #previous: SessionSnapshot;
  #clickedAt: number | null = null;
  /** The index of the entry of the present status. */
  #present = -1;
  readonly #subscribers = new Set<() => void>();

  readonly #session: TimedSession;
  readonly #now: () => number;

  constructor(session: TimedSession, now: () => number = () => performance.now()) {
    this.#session = session;
    this.#now = now;
    this.#previous = session.getSnapshot();
  }

  /** Begins to watch. @returns a function that ends it */
  watch = (): (() => void) => this.#session.subscribe(() => this.#take(this.#session.getSnapshot()));

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };
  getEntries = (): readonly TimelineEntry[] => this.#entries;

  #take(snapshot: SessionSnapshot): void {
    const previous = this.#previous;
    this.#previous = snapshot;
    if (snapshot.status === 'preparing' && isOver(previous.status)) this.#clickedAt = this.#now();
    if (snapshot.status !== previous.status || attemptOf(snapshot) !== attemptOf(previous)) this.#enter(snapshot);
    for (const fact of facts) {
      if (snapshot[fact] !== previous[fact]) this.#add({ event: `${fact}: ${snapshot[fact]}` });
    }
    if (snapshot.notice && snapshot.notice !== previous.notice)
      this.#add({ event: 'notice', ...named(snapshot.notice) });
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
      event: snapshot.status,
      attempt: attemptOf(snapshot),
      ...(snapshot.status === 'connecting' && { requestId: snapshot.requestId }),
      ...(snapshot.status === 'retrying' && named(snapshot.reason)),
      ...(snapshot.status === 'failed' && named(snapshot.failure)),
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

  #add(entry: Omit<TimelineEntry, 'atMs'>): void {
    // Fields without a value are left out, because whoever shows an entry lists its fields.
    const filled = Object.entries(entry).filter(([, value]) => value !== undefined);
    this.#entries = [...this.#entries, { atMs: this.#atMs(), ...Object.fromEntries(filled) } as TimelineEntry];
    for (const subscriber of this.#subscribers) subscriber();
  }
}

/** Of the last start that went live: the time from the click, and of each step. `null` when none did. */
export function clickToLive(entries: readonly TimelineEntry[]): { tookMs: number; steps: TimelineEntry[] } | null {
  const live = entries.findLastIndex(({ event }) => event === 'live');
  const click = entries.findLastIndex(({ event, attempt }, i) => i < live && event === 'preparing' && attempt === 1);
  const came = entries[live];
  if (!came || click < 0) return null;
  return { tookMs: came.atMs, steps: entries.slice(click, live).filter(({ event }) => startSteps.includes(event)) };
}

const attemptOf = (snapshot: SessionSnapshot) => ('attempt' in snapshot ? snapshot.attempt : undefined);
const lastSettled = ({ transcript }: SessionSnapshot) => transcript.findLast(({ state }) => state === 'complete');
const named = ({ code, cloudCode, requestId }: Failure) => ({ code, cloudCode, requestId });
