/**
 * The transcript in this tab's own storage, so that it outlives a reload and a new sign-in. Keyed by user: another
 * person who signs in later finds nothing.
 */
import { useSyncExternalStore } from 'react';
import type { SessionFacts } from '@/lib/digital-human/session-state';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';

const PREFIX = 'digital-human-transcript:';

/** Whether the last attempt to write, or to read, the storage succeeded. */
let isKept = true;
const subscribers = new Set<() => void>();
/** Ends each `keepTranscript`. */
const keeping = new Set<() => void>();

/** What was said before in this tab by this person; what others left behind is removed. */
export function restoreTranscript(userId: string): TranscriptEntry[] {
  const key = PREFIX + userId;
  let stored: string | null = null;
  withStorage((storage) => {
    for (const other of keysIn(storage)) if (other !== key) storage.removeItem(other);
    stored = storage.getItem(key);
  });
  const kept = parsed(stored);
  return Array.isArray(kept) ? kept.filter(isEntry).map(settled) : [];
}

/**
 * Writes whenever everything said has come to its end: while an answer grows, nothing is written.
 * @returns a function that stops it
 */
export function keepTranscript(
  session: { subscribe(subscriber: () => void): () => void; getSnapshot(): Pick<SessionFacts, 'transcript'> },
  userId: string,
): () => void {
  let kept = session.getSnapshot().transcript;
  const unsubscribe = session.subscribe(() => {
    const { transcript } = session.getSnapshot();
    if (transcript === kept || transcript.findLast(isOpen)) return;
    kept = transcript;
    withStorage((storage) => {
      if (transcript.length > 0) storage.setItem(PREFIX + userId, JSON.stringify(transcript));
      else storage.removeItem(PREFIX + userId);
    });
  });
  const stop = () => {
    keeping.delete(stop);
    unsubscribe();
  };
  keeping.add(stop);
  return stop;
}

/** For the sign-out: what a session still reports after it is not written. */
export function forgetTranscripts(): void {
  for (const stop of keeping) stop();
  withStorage((storage) => {
    for (const key of keysIn(storage)) storage.removeItem(key);
  });
}

/** False when the browser forbids storage, or it is full: then the transcript lives as long as the page. */
export const useIsKept = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => isKept,
    () => true,
  );

function subscribe(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  return () => subscribers.delete(subscriber);
}

const keysIn = (storage: Storage) => Object.keys(storage).filter((key) => key.startsWith(PREFIX));

const isOpen = (entry: TranscriptEntry) => entry.state === 'open';

function withStorage(act: (storage: Storage) => void): void {
  let hasWorked = true;
  try {
    act(window.sessionStorage);
  } catch {
    hasWorked = false; // forbidden, or full: `useIsKept` says so
  }
  if (hasWorked === isKept) return;
  isKept = hasWorked;
  for (const subscriber of subscribers) subscriber();
}

/** Storage may have been tampered with. */
function parsed(stored: string | null): unknown {
  try {
    return JSON.parse(stored ?? '[]');
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is TranscriptEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, who, text, at, state } = value as Partial<Record<keyof TranscriptEntry, unknown>>;
  return (
    typeof id === 'string' &&
    (who === 'person' || who === 'digital-human') &&
    typeof text === 'string' &&
    Number.isFinite(at) &&
    (state === 'open' || state === 'complete' || state === 'failed')
  );
}

/** Nothing more will come to what was open when the page went. */
const settled = (entry: TranscriptEntry): TranscriptEntry => (isOpen(entry) ? { ...entry, state: 'complete' } : entry);
