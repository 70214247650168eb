/**
 * The transcript in this tab's own storage, so that it outlives a reload and a new sign-in. Keyed by user: who signs in
 * after somebody else finds nothing. It must not know React.
 */
import type { SessionFacts } from '@/lib/digital-human/session-snapshot';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';

const PREFIX = 'digital-human-transcript:';

/** What was said before in this tab by this person; what others left behind is removed. */
export function restoreTranscript(userId: string): TranscriptEntry[] {
  const key = PREFIX + userId;
  return withStorage([], (storage) => {
    for (const other of keysIn(storage)) if (other !== key) storage.removeItem(other);
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isEntry).map(settled) : [];
  });
}

/** Writes whenever something has been said to its end. @returns a function that stops it */
export function keepTranscript(
  session: { subscribe(subscriber: () => void): () => void; getSnapshot(): Pick<SessionFacts, 'transcript'> },
  userId: string,
): () => void {
  let kept = session.getSnapshot().transcript;
  return session.subscribe(() => {
    const { transcript } = session.getSnapshot();
    if (transcript === kept || transcript.at(-1)?.state === 'open') return;
    kept = transcript;
    withStorage(undefined, (storage) => {
      if (transcript.length > 0) storage.setItem(PREFIX + userId, JSON.stringify(transcript));
      else storage.removeItem(PREFIX + userId);
    });
  });
}

/** For the sign-out. */
export function forgetTranscripts(): void {
  withStorage(undefined, (storage) => {
    for (const key of keysIn(storage)) storage.removeItem(key);
  });
}

const keysIn = (storage: Storage) => Object.keys(storage).filter((key) => key.startsWith(PREFIX));

/** Storage may be forbidden, full or tampered with: then the transcript lives as long as the page. */
function withStorage<T>(fallback: T, use: (storage: Storage) => T): T {
  try {
    return use(window.sessionStorage);
  } catch {
    return fallback;
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
const settled = (entry: TranscriptEntry): TranscriptEntry =>
  entry.state === 'open' ? { ...entry, state: 'complete' } : entry;
