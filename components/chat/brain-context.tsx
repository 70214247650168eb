'use client';
/**
 * What your own brain adds to the chat: suggested questions below an answer, an action, and answers in writing when
 * every digital human is busy. Without the provider the page offers none of them.
 */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { isOver } from '@/lib/digital-human/session-state';
import type { WritingProblem } from './composer/writing';
import { isSiteReachable } from './is-site-reachable';
import { useSession } from './session-context';

interface BrainUse {
  /** True when there is a brain to write to, and no digital human on the screen. */
  canWrite: boolean;
  isWriting: boolean;
  goOnInWriting: () => void;
  /** Why the last written question got no answer. */
  problem: WritingProblem | null;
  /** True when a question can be asked now, aloud or in writing. */
  canAsk: boolean;
  /** Resolves when the question was taken, or was not. It interrupts an answer. */
  ask: (question: string) => Promise<{ accepted: boolean }>;
  /** Undefined while there is no conversation to end. */
  end: (() => void) | undefined;
}

const BrainContext = createContext<BrainUse | null>(null);

export const useBrain = (): BrainUse | null => useContext(BrainContext);

interface BrainProviderProps {
  /** True when the server has a brain. */
  isConfigured: boolean;
  /** The server's token for the user that the page shows. The server refuses the question of another user. */
  shownUser: string;
  children: ReactNode;
}

export function BrainProvider({ isConfigured, shownUser, children }: BrainProviderProps) {
  const { snapshot, ask, end, addToTranscript } = useSession();
  const [wantsToWrite, setWantsToWrite] = useState(false);
  const [problem, setProblem] = useState<WritingProblem | null>(null);
  const asking = useRef<AbortController>(null);
  const isLive = snapshot.status === 'live';
  const canWrite = isConfigured && isOver(snapshot.status);
  const isWriting = canWrite && wantsToWrite;

  // Once a digital human is live, it answers. A start that fails does not end the writing.
  if (isLive && wantsToWrite) setWantsToWrite(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the request ends when the user stops writing
  useEffect(() => () => asking.current?.abort(), [isWriting]);

  const write = async (question: string) => {
    asking.current?.abort();
    const current = new AbortController();
    asking.current = current;
    const { signal } = current;
    setProblem(null);
    const show = (found: WritingProblem | null) => !signal.aborted && setProblem(found);
    // Not part of the first load, because few users need it.
    const { accepted, problem } = await import('./composer/writing').then(
      ({ askInWriting }) =>
        askInWriting({ question, transcript: snapshot.transcript, shownUser, say: addToTranscript, signal }),
      // The code did not load.
      () => ({ accepted: false, problem: isSiteReachable().then((isUp) => (isUp ? 'outdated' : 'failed')) }) as const,
    );
    void problem.then(show);
    return { accepted };
  };

  const value: BrainUse = {
    canWrite,
    isWriting,
    goOnInWriting: () => setWantsToWrite(true),
    problem: isWriting ? problem : null,
    canAsk: isLive || isWriting,
    ask: isWriting ? write : ask,
    end: isLive ? () => void end() : undefined,
  };
  return <BrainContext value={value}>{children}</BrainContext>;
}
