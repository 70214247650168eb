/** What is counted, timed and logged of questions. Never the query, a question or an answer. */
import { metrics, trace } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { hashUserId } from '../log';

const NAME = 'digital-human-chat';
const SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30];

let made: ReturnType<typeof createInstruments> | undefined;

/** Made at first use, not at import: instruments made before the SDK is loaded have no effect. */
function instruments() {
  made ??= createInstruments();
  return made;
}

function createInstruments() {
  const meter = metrics.getMeter(NAME);
  const seconds = (name: string, description: string) =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: SECONDS } });
  return {
    questions: meter.createCounter('digital_human.questions', { description: 'Questions to the brain, by outcome' }),
    firstPiece: seconds('digital_human.answer.first_piece', 'From the question to the first words'),
    answer: seconds('digital_human.answer.duration', 'From the question to the last words'),
  };
}

export interface AnswerEvent {
  requestId: string;
  way: 'callback' | 'written';
  /** As in `X-App-UserId`; undefined when it is not known who asked. */
  appUserId: string | undefined;
  sessionId?: string | undefined;
  outcome: 'answered' | 'failed' | 'interrupted' | 'limited';
  firstPieceMs: number | undefined;
  tookMs: number;
  pieces: number;
  reason?: string | undefined;
}

export function noteAnswer(event: AnswerEvent, logger: Logger): void {
  const { appUserId, firstPieceMs, tookMs, outcome, way, ...rest } = event;
  const line = {
    event: 'brain_answer',
    ...rest,
    way,
    outcome,
    user: appUserId === undefined ? undefined : hashUserId(appUserId),
    firstPieceMs: firstPieceMs === undefined ? undefined : Math.round(firstPieceMs),
    tookMs: Math.round(tookMs),
  };
  if (outcome === 'failed') logger.error(line);
  else logger.info(line);
  const { questions, firstPiece, answer } = instruments();
  questions.add(1, { outcome, way });
  if (firstPieceMs !== undefined) firstPiece.record(firstPieceMs / 1000, { way });
  answer.record(tookMs / 1000, { outcome, way });
}

/** A replay apart: it may be the vendor's own retry. */
export function noteRefusal(requestId: string, code: string, logger: Logger): void {
  logger.warn({ event: code === 'replay' ? 'brain_replay' : 'brain_refused', requestId, code });
  instruments().questions.add(1, { outcome: code, way: 'callback' });
  trace.getActiveSpan()?.setAttribute('digital_human.outcome', code);
}
