/** Every part of the chat that is not in the page's first load. `chat.tsx` fetches the code of the session. */
import { type ComponentType, useEffect } from 'react';
import { isOver, type SessionStatus } from '@/lib/digital-human/session-state';
import { hasKeptTranscript } from '@/lib/digital-human/transcript-storage';
import { type LatePartOptions, latePart } from './late-part';
import { hasConsent } from './start/consent';
import { whenIdle } from './when-idle';

export const MicrophoneDialog = latePart(() => import('./start/microphone-dialog'), { shown: 'over' });
export const TranscriptDialog = latePart(() => import('./transcript/transcript-dialog'), { shown: 'over' });
export const ConversationSheet = latePart(() => import('./stage/conversation-sheet'), { shown: 'inside' });
export const AnswerExtras = latePart(() => import('./transcript/answer-extras'), { shown: 'inside' });
export const Feedback = latePart(() => import('./feedback/feedback'), { shown: 'inside' });
export const DebugDrawer = latePart(() => import('./debug-drawer'), { shown: 'inside' });

/** One of several parts of a file, because each file costs a request and a task. */
const partOf =
  <File>(load: () => Promise<File>, options: LatePartOptions) =>
  <Props extends object>(pick: (file: File) => ComponentType<Props>) =>
    latePart(async () => ({ default: pick(await load()) }), options);

const dialog = partOf(() => import('./dialogs'), { shown: 'over' });
export const ConsentDialog = dialog((file) => file.ConsentDialog);
export const TakeOverDialog = dialog((file) => file.TakeOverDialog);
export const SignOutEverywhereDialog = dialog((file) => file.SignOutEverywhereDialog);
export const LeaveDialog = dialog((file) => file.LeaveDialog);

const afterClick = partOf(() => import('./after-click'), { shown: 'inside' });
export const StartingSteps = afterClick((file) => file.StartingSteps);
export const LiveLayer = afterClick((file) => file.LiveLayer);
export const LiveControls = afterClick((file) => file.LiveControls);
export const Notice = afterClick((file) => file.Notice);
export const Suggestions = afterClick((file) => file.Suggestions);
export const TranscriptBlocks = afterClick((file) => file.TranscriptBlocks);
export const TranscriptOptions = afterClick((file) => file.TranscriptOptions);

const preloaded = (parts: { preload: () => Promise<void> }[]) => Promise.all(parts.map((part) => part.preload()));

/** Fetches what the page shows after a click, together with the code of the session. */
export const preloadStartParts = () =>
  preloaded([StartingSteps, LiveLayer, LiveControls, Notice, Suggestions, TranscriptBlocks, TranscriptOptions]);

const dialogs = [ConsentDialog, TakeOverDialog, SignOutEverywhereDialog, LeaveDialog];
const whileLive = [ConversationSheet, TranscriptDialog, AnswerExtras, MicrophoneDialog];

interface LatePartsOptions {
  status: SessionStatus;
  isRecorded: boolean;
  asksForFeedback: boolean;
  /** Fetches the code of the session and what the page shows from a click on. */
  preloadSession: () => void;
}

/**
 * Fetches each part before the user can need it, because the network or the files of this version of the site may be
 * gone later. On a first visit it fetches only the dialogs; the click that opens the consent fetches the rest while the
 * user reads. What a conversation needs is fetched while the server requests the once code and the page is idle.
 */
export function useLateParts({ status, isRecorded, asksForFeedback, preloadSession }: LatePartsOptions): void {
  useEffect(
    () =>
      whenIdle(() => {
        void preloaded(dialogs);
        if (hasConsent(isRecorded) || hasKeptTranscript()) preloadSession(); // it also restores the transcript
      }),
    [isRecorded, preloadSession],
  );
  const isStarting = status !== 'preparing' && !isOver(status);
  useEffect(() => {
    if (isStarting) void preloaded([...whileLive, ...(asksForFeedback ? [Feedback] : [])]);
  }, [isStarting, asksForFeedback]);
}
