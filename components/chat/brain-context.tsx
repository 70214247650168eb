'use client';
/**
 * What a brain of one's own adds to the chat: questions below an answer, an action, and going on in writing when every
 * digital human is busy. Without the provider nothing of it is offered.
 */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { isOver } from '@/lib/digital-human/session-state';
import type { WritingProblem } from './composer/writing';
import { isSiteReachable } from './is-site-reachable';
import { useSession } from './session-context';

interface BrainUse {
  /** There is a brain to write to, and no digital human on screen. */
  canWrite: boolean;
  isWriting: boolean;
  goOnInWriting: () => void;
  /** Why the last written question got no answer. */
  problem: WritingProblem | null;
  /** A question can be asked now, aloud or in writing. */
  canAsk: boolean;
  ask: (question: string) => Promise<{ accepted: boolean }>;
  /** Undefined while there is no conversation to end. */
  end: (() => void) | undefined;
}

const BrainContext = createContext<BrainUse | null>(null);

export const useBrain = (): BrainUse | null => useContext(BrainContext);

interface BrainProviderProps {
  /** The server has a brain configured. */
  isConfigured: boolean;
  /** Whom the page shows, as the server compares it with who is signed in by then. */
  shownUser: string;
  children: ReactNode;
}

export function BrainProvider({ isConfigured, shownUser, children }: BrainProviderProps) {
  const { snapshot, ask, interrupt, end, addToTranscript } = useSession();
  const [wantsToWrite, setWantsToWrite] = useState(false);
  const [problem, setProblem] = useState<WritingProblem | null>(null);
  const asking = useRef<AbortController>(null);
  const isLive = snapshot.status === 'live';
  const canWrite = isConfigured && isOver(snapshot.status);
  const isWriting = canWrite && wantsToWrite;

  // A live digital human answers again; a failed start leaves the writing as it was.
  if (isLive && wantsToWrite) setWantsToWrite(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked in writing ends with the writing
  useEffect(() => () => asking.current?.abort(), [isWriting]);

  const write = async (question: string) => {
    asking.current?.abort();
    const current = new AbortController();
    asking.current = current;
    const { signal } = current;
    setProblem(null);
    // Not part of the first load, because few users need it.
    const failed = await import('./composer/writing').then(
      ({ askInWriting }) =>
        askInWriting({ question, transcript: snapshot.transcript, shownUser, say: addToTranscript, signal }),
      async () => ((await isSiteReachable()) ? 'outdated' : 'failed'), // that part did not arrive
    );
    if (!signal.aborted) setProblem(failed);
    return { accepted: failed === null };
  };

  const value: BrainUse = {
    canWrite,
    isWriting,
    goOnInWriting: () => setWantsToWrite(true),
    problem: isWriting ? problem : null,
    canAsk: isLive || isWriting,
    ask: async (question) => {
      if (isWriting) return write(question);
      // MetaStudio takes no question while it speaks.
      if (snapshot.speaking) await interrupt();
      return ask(question);
    },
    end: isLive ? () => void end() : undefined,
  };
  return <BrainContext value={value}>{children}</BrainContext>;
}
