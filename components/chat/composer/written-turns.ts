/** The transcript as alternating questions and answers, for a brain that is asked in writing. */
import type { TranscriptEntry } from '@/lib/digital-human/transcript';

interface WrittenTurn {
  question: string;
  answer: string;
}

const MAX_TURNS = 6;
const MAX_CHARACTERS = 4_000;

/** Omits questions without an answer. */
export function writtenTurns(entries: readonly TranscriptEntry[]): WrittenTurn[] {
  const turns: WrittenTurn[] = [];
  let question: string | undefined;
  for (const { who, text, state } of entries) {
    if (state === 'failed' || text.trim() === '') continue;
    if (who === 'person') question = text.slice(0, MAX_CHARACTERS);
    else if (question !== undefined) {
      turns.push({ question, answer: text.slice(0, MAX_CHARACTERS) });
      question = undefined;
    }
  }
  return turns.slice(-MAX_TURNS);
}
