/**
 * Keeps the transcript in the tab's `sessionStorage`, so that it outlives a reload and a new sign-in. The key holds the
 * user's ID: another user who signs in later does not see it.
 */
import type { SessionFacts } from './session-state.ts';
import type { TranscriptEntry } from './transcript.ts';

const PREFIX = 'digital-human-transcript:';

/** Whether the last attempt to write, or to read, the storage succeeded. */
let isKept = true;
const subscribers = new Set<() => void>();
/** The functions that stop each `keepTranscript`. */
const keeping = new Set<() => void>();

/** Returns this user's transcript in this tab, and removes those of other users. */
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

/** True if this tab keeps a transcript of an earlier visit. */
export function hasKeptTranscript(): boolean {
  let hasKept = false;
  withStorage((storage) => {
    hasKept = keysIn(storage).length > 0;
  });
  return hasKept;
}

/**
 * Writes the transcript whenever all its entries are complete, and when the user leaves or hides the page: a phone may
 * end a hidden page without another event. While an answer grows, it writes nothing.
 * @returns a function that stops it
 */
export function keepTranscript(
  session: { subscribe(subscriber: () => void): () => void; getSnapshot(): Pick<SessionFacts, 'transcript'> },
  userId: string,
): () => void {
  let kept = session.getSnapshot().transcript;
  const write = (transcript: readonly TranscriptEntry[]) =>
    withStorage((storage) => {
      if (transcript.length > 0) storage.setItem(PREFIX + userId, JSON.stringify(transcript));
      else storage.removeItem(PREFIX + userId);
    });
  const unsubscribe = session.subscribe(() => {
    const { transcript } = session.getSnapshot();
    if (transcript === kept || transcript.findLast(isOpen)) return;
    kept = transcript;
    write(transcript);
  });
  const onLeave = () => {
    const { transcript } = session.getSnapshot();
    if (transcript !== kept) write(transcript.map(settled));
  };
  window.addEventListener('pagehide', onLeave);
  document.addEventListener('visibilitychange', onLeave);
  const stop = () => {
    keeping.delete(stop);
    unsubscribe();
    window.removeEventListener('pagehide', onLeave);
    document.removeEventListener('visibilitychange', onLeave);
  };
  keeping.add(stop);
  return stop;
}

/** Removes all transcripts and stops writing. Call it when the user signs out. */
export function forgetTranscripts(): void {
  for (const stop of keeping) stop();
  withStorage((storage) => {
    for (const key of keysIn(storage)) storage.removeItem(key);
  });
}

/** False when storage is forbidden or full: the transcript then lasts as long as the page. */
export const isTranscriptKept = (): boolean => isKept;

/** Subscribes to `isTranscriptKept`. @returns a function that unsubscribes */
export function subscribeToKept(subscriber: () => void): () => void {
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
    hasWorked = false; // forbidden or full: `isTranscriptKept` reports it
  }
  if (hasWorked === isKept) return;
  isKept = hasWorked;
  for (const subscriber of subscribers) subscriber();
}

/** A user may have changed the storage by hand. */
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

/**
 * An entry of an earlier visit gets no more text, and the next job may use the vendor's IDs again. A written question
 * gets its `chatId` when it is accepted: without one, it was not delivered.
 */
function settled({ ...entry }: TranscriptEntry): TranscriptEntry {
  if (isOpen(entry)) entry.state = entry.who === 'person' && entry.chatId === undefined ? 'failed' : 'complete';
  delete entry.chatId;
  delete entry.resultId;
  return entry;
}
