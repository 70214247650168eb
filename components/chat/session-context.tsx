'use client';
/** Provides the page's session to the components below. A component that needs only one value of it takes a prop. */
import { createContext, use } from 'react';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';
import type { TranscriptEvent } from '@/lib/digital-human/transcript';

/** The methods do the same as those of `DigitalHumanSession`, except `start`. */
interface ChatSession {
  snapshot: SessionSnapshot;
  /** Starts a session after the user has agreed, and has moved a conversation here that is open in another tab. */
  start: () => void;
  end: () => Promise<void>;
  ask: (question: string) => Promise<{ accepted: boolean }>;
  interrupt: () => Promise<void>;
  startSpeaking: () => Promise<void>;
  stopSpeaking: () => Promise<void>;
  setDevicePicker: (isShown: boolean) => void;
  setMuted: (muted: boolean) => void;
  resumePlayback: () => Promise<void>;
  clearTranscript: () => void;
  addToTranscript: (event: TranscriptEvent) => void;
}

export const SessionContext = createContext<ChatSession | null>(null);

/** @throws Error when there is no `SessionContext` above the component */
export function useSession(): ChatSession {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession() needs a SessionContext above it.');
  return session;
}
