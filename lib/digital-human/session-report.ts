/**
 * Watches a session from outside, and reports once for each start how it went. The session does not know of it.
 * It must not know React or the transcript.
 */
import { type SessionReport, type SessionStep, sessionSteps } from '../api/session-report';
import { loadedSdkVersion } from './sdk/sdk-version';
import type { SessionPhase } from './session-state';

/** The part of `DigitalHumanSession` that is watched. */
export interface ObservableSession {
  subscribe(subscriber: () => void): () => void;
  getSnapshot(): Readonly<SessionPhase>;
}

/** @returns a function that ends the watch */
export function observeSession(
  session: ObservableSession,
  report: (report: SessionReport) => void,
  now: () => number = () => performance.now(),
): () => void {
  let course: Course | null = null;
  return session.subscribe(() => {
    const snapshot = session.getSnapshot();
    if (snapshot.status === 'preparing') course ??= new Course(now);
    course?.enter(snapshot);
    if (snapshot.status !== 'ended' && snapshot.status !== 'failed') return;
    if (course) report(course.reportOf(snapshot));
    course = null;
  });
}

/** What happened so far, from the click on. */
class Course {
  readonly #startedAt: number;
  readonly #stepMs: SessionReport['stepMs'] = {};
  #status: SessionPhase['status'] = 'preparing';
  #since: number;
  #attempts = 1;
  #clickToLiveMs: number | undefined;
  #reconnects = 0;

  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
    this.#since = this.#startedAt;
  }

  enter(phase: SessionPhase): void {
    // While `retrying`, `attempt` is the one to come, which may never be made.
    if ('attempt' in phase && phase.status !== 'retrying') this.#attempts = phase.attempt;
    if (phase.status === this.#status) return;
    const nowMs = this.#now();
    if (isStep(this.#status)) {
      this.#stepMs[this.#status] = Math.round((this.#stepMs[this.#status] ?? 0) + nowMs - this.#since);
    }
    if (phase.status === 'live') this.#clickToLiveMs ??= Math.round(nowMs - this.#startedAt);
    if (phase.status === 'reconnecting') this.#reconnects += 1;
    this.#status = phase.status;
    this.#since = nowMs;
  }

  reportOf(end: Extract<SessionPhase, { status: 'ended' | 'failed' }>): SessionReport {
    return {
      // A new reason or kind must be added to the wire contract: it does not compile before.
      outcome: end.status === 'ended' ? end.reason : end.failure.kind,
      failureCode: end.status === 'failed' ? end.failure.code : undefined,
      attempts: this.#attempts,
      clickToLiveMs: this.#clickToLiveMs,
      // By the wall clock, which a person or a sync may have set back meanwhile.
      liveMs: end.liveSince === undefined ? undefined : Math.max(0, end.endedAt - end.liveSince),
      reconnects: this.#reconnects,
      sdkVersion: loadedSdkVersion(),
      stepMs: this.#stepMs,
    };
  }
}

const isStep = (status: SessionPhase['status']): status is SessionStep =>
  (sessionSteps as readonly string[]).includes(status);

/**
 * A beacon outlives the page it comes from, and nobody waits for it. A report that does not arrive is missing from the
 * operator's figures and from nothing else.
 */
export function sendSessionReport(report: SessionReport, url = '/api/session-report'): void {
  const body = new Blob([JSON.stringify(report)], { type: 'application/json' });
  if (!sendBeacon(url, body)) fetch(url, { method: 'POST', body, keepalive: true }).catch(() => {});
}

/** Firefox lacks beacons with `beacon.enabled=false`; extensions replace the function by one that throws or returns false. */
function sendBeacon(url: string, body: Blob): boolean {
  try {
    return navigator.sendBeacon(url, body);
  } catch {
    return false;
  }
}
