/** ↑ and ↓ in the message box show the user's earlier questions, newest first, as in a terminal. */
import { useRef } from 'react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';

interface QuestionHistory {
  /** @returns what the box shows next, or `null` when the key does not use the history */
  step(key: 'ArrowUp' | 'ArrowDown', draft: string): string | null;
}

export function useQuestionHistory(entries: readonly TranscriptEntry[]): QuestionHistory {
  /** How many questions back the box shows; 0 is the draft. */
  const back = useRef(0);
  return {
    step(key, draft) {
      const questions = [...new Set(entries.filter(({ who }) => who === 'person').map(({ text }) => text))].reverse();
      // A changed question is a new draft, in which the keys move the caret.
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
