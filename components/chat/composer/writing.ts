/** One question to `POST /api/answer`, with what comes of it as events of the transcript. */

import { readWrittenAnswer } from '@/lib/api/written-answer';
import type { TranscriptEntry, TranscriptEvent } from '@/lib/digital-human/transcript';
import { writtenTurns } from './written-turns';

export type WritingProblem = 'limited' | 'signedOut' | 'failed';

/** @returns why there is no whole answer, or null */
export async function askInWriting(
  question: string,
  transcript: readonly TranscriptEntry[],
  say: (event: TranscriptEvent) => void,
  signal: AbortSignal,
): Promise<WritingProblem | null> {
  const id = `written-${crypto.randomUUID()}`;
  const turn = { chatId: id, resultId: id };
  say({ type: 'asked', at: Date.now(), id, text: question });
  try {
    const response = await fetch('/api/answer', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question, history: writtenTurns(transcript) }),
      redirect: 'error',
      signal,
    });
    if (!response.ok || !response.body) {
      say({ type: 'question_refused', at: Date.now(), id });
      return response.status === 429 ? 'limited' : response.status === 401 ? 'signedOut' : 'failed';
    }
    say({ type: 'question_accepted', at: Date.now(), id, chatId: id });
    for await (const { text, extendParam } of readWrittenAnswer(response.body))
      say({ type: 'answered', at: Date.now(), text, extendParam, ...turn });
    say({ type: 'answered', at: Date.now(), text: '', isLast: true, ...turn });
    return null;
  } catch {
    // The network broke, or the person went on elsewhere: what came stays, and what did not come is said.
    say({ type: 'question_refused', at: Date.now(), id });
    say({ type: 'closed', at: Date.now() });
    return 'failed';
  }
}
