'use client';
/** The question for the microphone as the session asks it: a promise of the person's answer. */
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { ConfirmMicrophone } from '@/lib/digital-human/waking-microphone';

const MicrophoneDialog = lazy(() => import('./microphone-dialog'));

type Answer = (isAllowed: boolean) => void;

/** @returns `confirm`, of stable identity, and the dialog while it is open */
export function useMicrophoneQuestion(): { confirm: ConfirmMicrophone; dialog: ReactNode } {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const confirm = useCallback<ConfirmMicrophone>(
    (signal) =>
      new Promise((resolve) => {
        const answerOnce: Answer = (isAllowed) => {
          setAnswer(null);
          resolve(isAllowed);
        };
        setAnswer(() => answerOnce);
        signal.addEventListener('abort', () => answerOnce(false), { once: true });
      }),
    [],
  );
  return {
    confirm,
    dialog: answer && (
      <Suspense>
        <MicrophoneDialog onAnswer={answer} />
      </Suspense>
    ),
  };
}
