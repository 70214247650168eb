/** Counts and times sessions that pages report and that the server ends. */
import { metrics } from '@opentelemetry/api';
import type { StopReason } from '../sessions/session-control.ts';
import { atFirstUse, NAME } from './telemetry.ts';

const START_SECONDS = [0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 150];
const LIVE_SECONDS = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200];

const instruments = atFirstUse(() => {
  const meter = metrics.getMeter(NAME);
  const histogram = (name: string, description: string, unit: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(name, { description, unit, advice: { explicitBucketBoundaries } });
  return {
    sessions: meter.createCounter('digital_human.sessions', { description: 'Sessions that are over, by outcome' }),
    clickToLive: histogram(
      'digital_human.session.click_to_live',
      'From the click to the digital human',
      's',
      START_SECONDS,
    ),
    live: histogram('digital_human.session.live', 'How long the digital human was there', 's', LIVE_SECONDS),
    ended: meter.createCounter('digital_human.sessions.ended', {
      description: 'Sessions that the server ended, by reason',
    }),
    stopped: meter.createCounter('digital_human.sessions.stopped', {
      description: 'Running jobs that the server stopped, by reason',
    }),
    minutes: meter.createCounter('digital_human.sessions.minutes', {
      description: 'Minutes that users talked, counted while a limit is set',
      unit: 'min',
    }),
    attempts: histogram('digital_human.session.attempts', 'Attempts of a start', '{attempt}', [1, 2, 3]),
  };
});

export interface SessionFigures {
  outcome: string;
  attempts: number;
  clickToLiveMs?: number | undefined;
  liveMs?: number | undefined;
}

/** Records the values of a session report. */
export function recordSession({ outcome, attempts, clickToLiveMs, liveMs }: SessionFigures): void {
  const { sessions, clickToLive, live, attempts: attemptsOfStarts } = instruments();
  sessions.add(1, { outcome });
  attemptsOfStarts.record(attempts, { outcome });
  if (clickToLiveMs !== undefined) clickToLive.record(clickToLiveMs / 1000);
  if (liveMs !== undefined) live.record(liveMs / 1000, { outcome });
}

export const recordEnded = (reason: StopReason): void => instruments().ended.add(1, { reason });
export const recordStopped = (reason: StopReason): void => instruments().stopped.add(1, { reason });
export const recordMinutes = (minutes: number): void => instruments().minutes.add(minutes);
