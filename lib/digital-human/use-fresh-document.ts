'use client';
/** Calls back when the page should be reloaded before another session, for the reason in `fresh-document.ts`. */
import { useEffect } from 'react';
import { untilDocumentIsOld } from './fresh-document.ts';
import type { SessionStatus } from './session-state.ts';
import { pageQueue } from './use-digital-human.ts';

/**
 * @param onDocumentOld called after a session has ended in a page that is too old, with a signal that is aborted when
 *   another session starts; must have a stable identity
 */
export function useFreshDocument(status: SessionStatus, onDocumentOld: (signal: AbortSignal) => void): void {
  const hasEnded = status === 'ended';
  useEffect(() => {
    if (!hasEnded) return;
    const wait = new AbortController();
    untilDocumentIsOld(pageQueue, wait.signal).then(
      () => !wait.signal.aborted && onDocumentOld(wait.signal),
      () => {}, // another session started, or the component was unmounted
    );
    return () => wait.abort();
  }, [hasEnded, onDocumentOld]);
}
