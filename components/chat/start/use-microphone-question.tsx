'use client';
/** Shows the microphone dialog when the session asks for it. */
import { type ReactNode, useCallback } from 'react';
import type { ConfirmMicrophone } from '@/lib/digital-human/waking-microphone';
import { MicrophoneDialog } from '../late-parts';
import { useQuestion } from '../use-question';

/** @returns `confirm`, of stable identity, and the dialog while it is open */
export function useMicrophoneQuestion(): { confirm: ConfirmMicrophone; dialog: ReactNode } {
  const [ask, question] = useQuestion<null>();
  const confirm = useCallback<ConfirmMicrophone>((signal) => ask(null, signal), [ask]);
  return {
    confirm,
    dialog: question && <MicrophoneDialog onAnswer={question.answer} onClose={() => question.answer(false)} />,
  };
}
