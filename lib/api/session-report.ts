/**
 * The wire contract of `POST /api/session-report`, shared by the page and the server: the outcome of a session. It
 * never contains what was said, or a once code.
 */
import { endReasons, failureKinds } from '../digital-human/failures.ts';

/** How a session can end: a closed list, so that metrics have a limited number of labels. */
export const sessionOutcomes = [...endReasons, ...failureKinds];

export type SessionOutcome = (typeof sessionOutcomes)[number];

export const sessionSteps = ['preparing', 'authorizing', 'connecting', 'retrying'] as const;

export type SessionStep = (typeof sessionSteps)[number];

/** A session may seem longer, because the machine slept or its clock was set. */
export const LONGEST_REPORTED_MS = 24 * 60 * 60 * 1000;

export interface SessionReport {
  outcome: SessionOutcome;
  /**
   * The code of the failure: the vendor's (`MSS.47010046`), the route's (`rate_limited`) or the session's
   * (`ready_timeout`).
   */
  failureCode?: string | undefined;
  /** How many attempts the start made, including the last one. */
  attempts: number;
  /** Milliseconds from the click until the digital human was live; absent if it never was. */
  clickToLiveMs?: number | undefined;
  /** How long it was live, in milliseconds, a day at most; absent if it never was. */
  liveMs?: number | undefined;
  /** How often the connection was lost and the SDK tried to restore it. */
  reconnects: number;
  /** The version that the vendor's SDK states; absent if it was not loaded or states none. */
  sdkVersion?: string | undefined;
  /** How long each step of the start took in all attempts together, in milliseconds. */
  stepMs: Partial<Record<SessionStep, number>>;
}
