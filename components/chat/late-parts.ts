/** Every part of the chat that is no part of the page's first load. */
import { useEffect } from 'react';
import type { SessionStatus } from '@/lib/digital-human/session-state';
import { latePart } from './late-part';
import { whenIdle } from './when-idle';

export const ConsentDialog = latePart(() => import('./start/consent-dialog'), { shown: 'over' });
export const TakeOverDialog = latePart(() => import('./start/take-over-dialog'), { shown: 'over' });
export const LeaveDialog = latePart(() => import('./leave-dialog'), { shown: 'over' });
export const TranscriptDialog = latePart(() => import('./transcript/transcript-dialog'), { shown: 'over' });
export const ConversationSheet = latePart(() => import('./stage/conversation-sheet'), { shown: 'inside' });
export const AnswerExtras = latePart(() => import('./transcript/answer-extras'), { shown: 'inside' });
export const DebugDrawer = latePart(() => import('./debug-drawer'), { shown: 'inside' });

const beforeStart = [ConsentDialog, TakeOverDialog];
const whileLive = [ConversationSheet, TranscriptDialog, LeaveDialog, AnswerExtras];

/**
 * Fetches each part before the person can need it: the network, or the files of this version of the site, may be gone by
 * then.
 */
export function useLateParts(status: SessionStatus): void {
  const isIdle = status === 'idle';
  useEffect(() => {
    const preload = () => {
      for (const part of [...beforeStart, ...whileLive]) part.preload();
    };
    if (isIdle) return whenIdle(preload);
    preload();
  }, [isIdle]);
}
