/** Answers one question: asks the brain, streams or collects its answer, and logs the outcome. */
import {
  type AnswerPiece,
  END_OF_STREAM,
  streamFrame,
  streamHeaders,
  wholeAnswer,
  wholeHeaders,
} from '../metastudio/callback-answer.ts';
import { type AnswerEvent, logAnswer } from './brain-log.ts';
import type { BrainSetup } from './brain-setup.ts';
import { limitedAnswer, speak, withoutPhrases } from './speak.ts';
import { BrainFailure, type BrainRequest } from './types.ts';

export interface Question extends Omit<BrainRequest, 'signal'> {
  way: AnswerEvent['way'];
  requestId: string;
  sessionId?: string | undefined;
  /** Aborted when the caller disconnects. */
  callerSignal: AbortSignal;
}

interface StartedAnswer {
  pieces: AsyncIterable<AnswerPiece>;
  abort: AbortController;
}

export function streamedAnswer(question: Question, setup: BrainSetup): Response {
  const { pieces, abort } = startAnswer(question, setup, { isStream: true });
  const iterator = pieces[Symbol.asyncIterator]();
  const frame = (piece: AnswerPiece) => streamFrame(question.requestId, piece, setup.now());
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      controller.enqueue(encoder.encode(next.done ? END_OF_STREAM : frame(next.value)));
      if (next.done) controller.close();
    },
    async cancel() {
      abort.abort();
      await iterator.return?.(undefined);
    },
  });
  return new Response(body, { headers: { ...streamHeaders, 'x-request-id': question.requestId } });
}

export async function collectedAnswer(question: Question, setup: BrainSetup): Promise<Response> {
  const whole: AnswerPiece = { text: '' };
  for await (const { text, extendParam } of startAnswer(question, setup, { isStream: false }).pieces) {
    whole.text += text;
    whole.extendParam = extendParam;
  }
  return new Response(wholeAnswer(question.requestId, whole, setup.now()), {
    headers: { ...wholeHeaders, 'x-request-id': question.requestId },
  });
}

/** The sentence that replaces the answer when a user asks too often. */
export function limitedResponse(question: Question, isStream: boolean, setup: BrainSetup): Response {
  const piece = limitedAnswer(question.language);
  const { requestId, way, user, sessionId } = question;
  const times = { firstPieceMs: 0, tookMs: 0, pieces: 1 };
  report({ requestId, way, appUserId: user?.id, sessionId, outcome: 'limited', ...times }, setup);
  const headers = { ...(isStream ? streamHeaders : wholeHeaders), 'x-request-id': requestId };
  const body = isStream
    ? streamFrame(requestId, piece, setup.now()) + END_OF_STREAM
    : wholeAnswer(requestId, piece, setup.now());
  return new Response(body, { headers });
}

function report(event: AnswerEvent, { logger, record }: BrainSetup): void {
  logAnswer(event, logger);
  record.answer(event);
}

function startAnswer(question: Question, setup: BrainSetup, { isStream }: { isStream: boolean }): StartedAnswer {
  const { answer, settings } = setup;
  const { way, requestId, sessionId, callerSignal, ...asked } = question;
  const abort = new AbortController();
  if (callerSignal.aborted) abort.abort();
  else callerSignal.addEventListener('abort', () => abort.abort(), { once: true, signal: abort.signal });
  const { signal } = abort;
  const startedAtMs = performance.now();
  const seen = { firstPieceMs: undefined as number | undefined, pieces: 0, reason: undefined as string | undefined };

  async function* logged(): AsyncGenerator<AnswerPiece> {
    const history = asked.history.map((turn) => ({ ...turn, answer: withoutPhrases(turn.answer) }));
    const pieces = speak(answer({ ...asked, history, signal }), {
      isSpoken: way === 'callback',
      language: asked.language,
      // An answer in one piece needs no filler, nor does one that is read.
      fillerMs: isStream && way === 'callback' ? settings.fillerMs : 0,
      requestId,
      signal,
      onFailure: (error) => {
        seen.reason = reasonOf(error);
      },
    });
    let isOver = false;
    try {
      for await (const piece of pieces) {
        seen.firstPieceMs ??= performance.now() - startedAtMs;
        seen.pieces += 1;
        yield piece;
      }
      isOver = true;
    } finally {
      const outcome = seen.reason !== undefined ? 'failed' : isOver && !signal.aborted ? 'answered' : 'interrupted';
      // Stops a model that is still answering.
      abort.abort();
      const tookMs = performance.now() - startedAtMs;
      report({ requestId, way, appUserId: asked.user?.id, sessionId, outcome, tookMs, ...seen }, setup);
    }
  }
  return { pieces: logged(), abort };
}

/** Of any other error, only the stack, because its message may quote the question. */
function reasonOf(error: unknown): string {
  if (error instanceof BrainFailure) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  return [error.name, ...(error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
}
