'use client';
/** Asks whether to continue here a conversation of another device, when the session wants to know. */
import type { ReactNode } from 'react';
import type { ConfirmMove } from '@/lib/digital-human/session';
import { TakeOverDialog } from '../late-parts';
import { useQuestion } from '../use-question';

/** @returns `confirm`, of stable identity, and the dialog while it is open */
export function useMoveQuestion(): { confirm: ConfirmMove; dialog: ReactNode } {
  const [confirm, question] = useQuestion<Parameters<ConfirmMove>[0]>();
  return {
    confirm,
    dialog: question && (
      <TakeOverDialog
        from="device"
        takeOver={question.topic}
        onTaken={() => question.answer(true)}
        onClose={() => question.answer(false)}
      />
    ),
  };
}
