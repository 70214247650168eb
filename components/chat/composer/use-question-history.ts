/** ↑ and ↓ in the message box: the user's earlier questions, newest first, as a terminal does it. */
import { useRef } from 'react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';

export interface QuestionHistory {
  /** @returns what the box shows next, or `null` when the key is not for the history */
  step(key: 'ArrowUp' | 'ArrowDown', draft: string): string | null;
}

export function useQuestionHistory(entries: readonly TranscriptEntry[]): QuestionHistory {
  /** How far back we are; 0 is the box itself. */
  const back = useRef(0);
  return {
    step(key, draft) {
      const questions = [...new Set(entries.filter(({ who }) => who === 'person').map(({ text }) => text))].reverse();
      // What was changed is a draft of its own: the keys move the caret in it.
      const shown = questions[back.current - 1] ?? '';
      if (draft !== shown) back.current = 0;
      if (draft !== shown && draft !== '') return null;
      const next = back.current + (key === 'ArrowUp' ? 1 : -1);
      if (next < 0 || next > questions.length) return null;
      back.current = next;
      return questions[next - 1] ?? '';
    },
  };
}
