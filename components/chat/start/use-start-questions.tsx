'use client';
/**
 * Runs before a session starts: asks for consent, and resolves a conflict with another tab. No once code is requested
 * before both are settled, and nothing of the SDK is fetched without consent.
 */
import { type ReactNode, useState } from 'react';
import { findBrowserProblem } from '@/lib/digital-human/browser-support';
import type { EndReason } from '@/lib/digital-human/failures';
import type { StartRequest } from '@/lib/digital-human/session';
import type { SessionStatus } from '@/lib/digital-human/session-state';
import { useOneTab } from '@/lib/digital-human/use-one-tab';
import { ConsentDialog, TakeOverDialog } from '../late-parts';
import { hasConsent, rememberConsent } from './consent';

interface StartQuestionsOptions {
  status: SessionStatus;
  /** Called at each click that may lead to a start, before any check. */
  onClick?: () => void;
  start: (request: StartRequest) => void;
  end: (reason?: EndReason) => Promise<void>;
  /** The digital human that the user chose; undefined without a choice. */
  robotId: string | undefined;
  /** True when the consent says that conversations are recorded. */
  isRecorded: boolean;
}

interface Question {
  about: 'consent' | 'take-over';
  /** Counts the clicks, so that each one loads a dialog again that could not be loaded. */
  count: number;
}

/** @returns `start`, for a button, and the open dialog, if any */
export function useStartQuestions({ status, onClick, start, end, robotId, isRecorded }: StartQuestionsOptions): {
  start: () => void;
  dialog: ReactNode;
} {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = (about: Question['about']) => setQuestion((last) => ({ about, count: (last?.count ?? 0) + 1 }));
  const { acquire, takeOver } = useOneTab({ status, end });

  const startInThisTab = async () => {
    const where = await acquire();
    if (where === 'here') start({ robotId });
    else if (where === 'other_tab') ask('take-over');
  };
  const close = () => setQuestion(null);
  return {
    start: () => {
      onClick?.();
      // In a browser that cannot hold a conversation, the start fails at once, and needs no consent.
      if (findBrowserProblem()) start({ robotId });
      else if (hasConsent(isRecorded)) void startInThisTab();
      else ask('consent');
    },
    dialog:
      question?.about === 'consent' ? (
        <ConsentDialog
          isRecorded={isRecorded}
          key={question.count}
          onClose={close}
          onAgree={() => {
            onClick?.();
            rememberConsent(isRecorded);
            void startInThisTab();
          }}
        />
      ) : question?.about === 'take-over' ? (
        <TakeOverDialog
          key={question.count}
          from="tab"
          onClose={close}
          takeOver={(signal) => {
            onClick?.();
            return takeOver(signal);
          }}
          // A tab that hangs loses its lock and keeps its session. With `endsOthers`, the server ends that.
          onTaken={() => start({ robotId, endsOthers: true })}
        />
      ) : null,
  };
}
