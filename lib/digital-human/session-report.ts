/** Reports the outcome of each session once, from the entries of a recorder. */
import { LONGEST_REPORTED_MS, type SessionReport, sessionSteps } from '../api/session-report.ts';
import { sendBeacon } from './beacon.ts';
import { type RecordedEvent, Recorder, sinceLastClick, type WatchedSession } from './recorder.ts';
import { loadedSdkVersion } from './sdk/sdk-version.ts';
import { isOver, type SessionPhase } from './session-state.ts';

/**
 * Calls `report` once when a session has ended or a start has failed.
 * @param now the recorder's clock. Default: `performance.now()`
 * @returns a function that stops it
 */
export function observeSession(
  session: WatchedSession,
  report: (report: SessionReport) => void,
  now?: () => number,
): () => void {
  const recorder = new Recorder(session, now);
  let wasOver = true;
  const stops = [
    recorder.watch(),
    session.subscribe(() => {
      const snapshot = session.getSnapshot();
      const hasEnded = !wasOver && (snapshot.status === 'ended' || snapshot.status === 'failed');
      wasOver = isOver(snapshot.status);
      if (hasEnded) report(reportOf(sinceLastClick(recorder.getEntries()), snapshot));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

type End = Extract<SessionPhase, { status: 'ended' | 'failed' }>;

function reportOf(events: readonly RecordedEvent[], end: End): SessionReport {
  const eventsNamed = (name: string) => events.filter(({ event }) => event === name);
  const steps = sessionSteps.map((step) => [step, eventsNamed(step)] as const).filter(([, made]) => made.length > 0);
  // `retrying` names the next attempt, which may never be made.
  const attempts = events.map(({ event, attempt = 1 }) => (event === 'retrying' ? 1 : attempt));
  return {
    // Compiles only if the wire contract has every end reason and kind.
    outcome: end.status === 'ended' ? end.reason : end.failure.kind,
    failureCode: end.status === 'failed' ? end.failure.code : undefined,
    attempts: Math.max(...attempts),
    clickToLiveMs: eventsNamed('live')[0]?.atMs,
    liveMs: end.liveSince === undefined ? undefined : Math.min(end.endedAt - end.liveSince, LONGEST_REPORTED_MS),
    reconnects: eventsNamed('reconnecting').length,
    sdkVersion: loadedSdkVersion(),
    stepMs: Object.fromEntries(
      steps.map(([step, made]) => [step, made.reduce((sum, { tookMs = 0 }) => sum + tookMs, 0)]),
    ),
  };
}

/** Sends a report. If it does not arrive, only the operator's metrics lack it. */
export function sendSessionReport(report: SessionReport): void {
  sendBeacon('/api/session-report', new Blob([JSON.stringify(report)], { type: 'application/json' }));
}
