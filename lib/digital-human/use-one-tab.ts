'use client';
/**
 * Allows one conversation per browser, however many tabs are open: a start acquires the lock, and the end releases it.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { EndReason } from './failures.ts';
import { isOver, type SessionStatus } from './session-state.ts';
import { TabLock } from './tab-lock.ts';

interface OneTabOptions {
  status: SessionStatus;
  /** Must have a stable identity. */
  end: (reason?: EndReason) => Promise<void>;
}

interface OneTab {
  /** Where the conversation may run. `pending`: an earlier call still waits for its answer, as after a double click. */
  acquire(): Promise<'here' | 'other_tab' | 'pending'>;
  /** Asks the other tab to end its conversation, and waits for that. @throws the signal's reason */
  takeOver(signal: AbortSignal): Promise<void>;
}

/** Both functions have a stable identity. */
export function useOneTab({ status, end }: OneTabOptions): OneTab {
  const [tabLock] = useState(() => new TabLock(() => void end('taken_over')));
  const isAcquiring = useRef(false);

  const hasNoSession = isOver(status);
  useEffect(() => {
    // Without a session, `end()` only waits until the SDK is destroyed.
    if (hasNoSession) tabLock.releaseAfter(end());
  }, [hasNoSession, tabLock, end]);
  useEffect(() => tabLock.warmUp(), [tabLock]);
  useEffect(() => () => tabLock.releaseAfter(end()), [tabLock, end]);

  const acquire = useCallback<OneTab['acquire']>(async () => {
    if (isAcquiring.current) return 'pending';
    isAcquiring.current = true;
    try {
      return (await tabLock.acquire()) ? 'here' : 'other_tab';
    } finally {
      isAcquiring.current = false;
    }
  }, [tabLock]);
  const takeOver = useCallback<OneTab['takeOver']>((signal) => tabLock.takeOver(signal), [tabLock]);
  return { acquire, takeOver };
}
