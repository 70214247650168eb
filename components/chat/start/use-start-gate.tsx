'use client';
/**
 * Runs before a session starts: asks for consent, and resolves a conflict with another tab. Nothing is minted before both
 * are settled, and nothing of the SDK is fetched without consent.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { findBrowserProblem } from '@/lib/digital-human/browser-support';
import { isOver } from '@/lib/digital-human/session-state';
import { TabLock } from '@/lib/digital-human/tab-lock';
import type { DigitalHuman } from '@/lib/digital-human/use-digital-human';
import { ConsentDialog, TakeOverDialog } from '../late-parts';
import { hasConsent, rememberConsent } from './consent';

interface StartGateOptions extends Pick<DigitalHuman, 'snapshot' | 'start' | 'end'> {
  /** The person's choice. */
  robotId: string | undefined;
}

/** @returns `start` as a button may call it, and the dialog that is open, if any */
export function useStartGate({ snapshot, start, end, robotId }: StartGateOptions): {
  start: () => void;
  dialog: ReactNode;
} {
  const [question, setQuestion] = useState<'consent' | 'take-over' | null>(null);
  const [tabLock] = useState(() => new TabLock(() => void end('taken_over')));
  const isAcquiring = useRef(false);

  const hasNoSession = isOver(snapshot.status);
  useEffect(() => {
    // Without a session, `end()` only waits until the SDK has freed the slot.
    if (hasNoSession) tabLock.releaseAfter(end());
  }, [hasNoSession, tabLock, end]);
  useEffect(() => tabLock.warmUp(), [tabLock]);
  useEffect(() => () => tabLock.releaseAfter(end()), [tabLock, end]);

  const begin = () => start({ robotId });
  const startInThisTab = async () => {
    if (isAcquiring.current) return; // the second click of a double click
    isAcquiring.current = true;
    try {
      if (await tabLock.acquire()) begin();
      else setQuestion('take-over');
    } finally {
      isAcquiring.current = false;
    }
  };

  const close = () => setQuestion(null);
  return {
    start: () => {
      // In a browser that cannot carry it, the session fails in words at once: consent would be asked for nothing.
      if (findBrowserProblem()) begin();
      else if (hasConsent()) void startInThisTab();
      else setQuestion('consent');
    },
    dialog:
      question === 'consent' ? (
        <ConsentDialog
          onClose={close}
          onAgree={() => {
            rememberConsent();
            void startInThisTab();
          }}
        />
      ) : question === 'take-over' ? (
        <TakeOverDialog onClose={close} takeOver={(signal) => tabLock.takeOver(signal)} onTaken={begin} />
      ) : null,
  };
}
