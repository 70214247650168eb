/** Sends a question to `POST /api/answer`, and turns the answer into events of the transcript. */

import { SHOWN_USER_HEADER } from '@/lib/api/once-code';
import { readWrittenAnswer } from '@/lib/api/written-answer';
import { linkedController } from '@/lib/digital-human/clock';
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

/** How long the server may need to take a question. */
const TAKE_LIMIT_MS = 30_000;

/** How long an answer may pause. The server gives the whole answer 25 s. */
const PAUSE_LIMIT_MS = 40_000;

interface Asked {
  /** True when the server has taken the question. */
  accepted: boolean;
  /** Resolves when the answer is over: why it is missing or incomplete, or null. */
  problem: Promise<WritingProblem | null>;
}

/** Resolves when the server has taken the question, or has not. Never rejects. */
export async function askInWriting({ question, transcript, shownUser, say, signal }: WritingOptions): Promise<Asked> {
  const id = `written-${Date.now()}-${++questions}`;
  say({ type: 'asked', at: Date.now(), id, text: question });
  const request = linkedController(signal);
  const limit = setTimeout(() => request.abort(), TAKE_LIMIT_MS);
  const response = await fetch('/api/answer', {
    method: 'POST',
    headers: { 'content-type': 'application/json', [SHOWN_USER_HEADER]: shownUser },
    body: JSON.stringify({ question, history: writtenTurns(transcript) }),
    redirect: 'error',
    signal: request.signal,
  }).catch(() => null);
  clearTimeout(limit);
  if (!response?.ok || !response.body) {
    say({ type: 'question_refused', at: Date.now(), id });
    return { accepted: false, problem: Promise.resolve((response && problemByStatus[response.status]) ?? 'failed') };
  }
  say({ type: 'question_accepted', at: Date.now(), id, chatId: id });
  return { accepted: true, problem: addAnswer(response.body, request, id, say) };
}

async function addAnswer(
  body: ReadableStream<Uint8Array>,
  request: AbortController,
  id: string,
  say: WritingOptions['say'],
): Promise<WritingProblem | null> {
  const turn = { chatId: id, resultId: id };
  const startPause = () => setTimeout(() => request.abort(), PAUSE_LIMIT_MS);
  let pause = startPause();
  try {
    for await (const { text, extendParam } of readWrittenAnswer(body)) {
      clearTimeout(pause);
      pause = startPause();
      say({ type: 'answered', at: Date.now(), text, extendParam, ...turn });
    }
    say({ type: 'answered', at: Date.now(), text: '', isLast: true, ...turn });
    return null;
  } catch {
    // The network failed or brought nothing more, or the user asked again: the text that arrived stays.
    say({ type: 'closed', at: Date.now() });
    return 'failed';
  } finally {
    clearTimeout(pause);
  }
}
