/** Sends a question to `POST /api/answer`, and turns the answer into events of the transcript. */

import { SHOWN_USER_HEADER } from '@/lib/api/once-code';
import { readWrittenAnswer } from '@/lib/api/written-answer';
import type { TranscriptEntry, TranscriptEvent } from '@/lib/digital-human/transcript';
import { writtenTurns } from './written-turns';

/** `outdated`: this file did not load, although the site answers. */
export type WritingProblem = 'limited' | 'signedOut' | 'otherUser' | 'outdated' | 'failed';

interface WritingOptions {
  question: string;
  transcript: readonly TranscriptEntry[];
  /** The server's token for the user that the page shows. The transcript must reach no other user. */
  shownUser: string;
  say: (event: TranscriptEvent) => void;
  signal: AbortSignal;
}

let questions = 0;

const problemByStatus: Record<number, WritingProblem> = { 401: 'signedOut', 409: 'otherUser', 429: 'limited' };

/** @returns why the answer is missing or incomplete, or null */
export async function askInWriting({
  question,
  transcript,
  shownUser,
  say,
  signal,
}: WritingOptions): Promise<WritingProblem | null> {
  const id = `written-${Date.now()}-${++questions}`;
  const turn = { chatId: id, resultId: id };
  say({ type: 'asked', at: Date.now(), id, text: question });
  try {
    const response = await fetch('/api/answer', {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SHOWN_USER_HEADER]: shownUser },
      body: JSON.stringify({ question, history: writtenTurns(transcript) }),
      redirect: 'error',
      signal,
    });
    if (!response.ok || !response.body) {
      say({ type: 'question_refused', at: Date.now(), id });
      return problemByStatus[response.status] ?? 'failed';
    }
    say({ type: 'question_accepted', at: Date.now(), id, chatId: id });
    for await (const { text, extendParam } of readWrittenAnswer(response.body))
      say({ type: 'answered', at: Date.now(), text, extendParam, ...turn });
    say({ type: 'answered', at: Date.now(), text: '', isLast: true, ...turn });
    return null;
  } catch {
    // The network failed, or the user asked again: the text that arrived stays, and the page shows an error.
    say({ type: 'question_refused', at: Date.now(), id });
    say({ type: 'closed', at: Date.now() });
    return 'failed';
  }
}
