/** Counts and times questions by OpenTelemetry's API. Users are never attributes. */
import { metrics, trace } from '@opentelemetry/api';
import { atFirstUse, NAME } from '../telemetry/telemetry.ts';
import type { AnswerEvent } from './brain-log.ts';

const SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30];

const instruments = atFirstUse(() => {
  const meter = metrics.getMeter(NAME);
  const seconds = (name: string, description: string) =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: SECONDS } });
  return {
    questions: meter.createCounter('digital_human.questions', { description: 'Questions to the brain, by outcome' }),
    firstPiece: seconds('digital_human.answer.first_piece', 'From the question to the first words'),
    answer: seconds('digital_human.answer.duration', 'From the question to the last words'),
  };
});

export function recordAnswer({ firstPieceMs, tookMs, outcome, way }: AnswerEvent): void {
  const { questions, firstPiece, answer } = instruments();
  questions.add(1, { outcome, way });
  if (firstPieceMs !== undefined) firstPiece.record(firstPieceMs / 1000, { way });
  answer.record(tookMs / 1000, { outcome, way });
}

/** Also puts the outcome on the span of the request, which Next creates. */
export function recordRefusal(code: string): void {
  instruments().questions.add(1, { outcome: code, way: 'callback' });
  trace.getActiveSpan()?.setAttribute('digital_human.outcome', code);
}
