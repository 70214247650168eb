/**
 * The wire contract of `POST /api/session-report`, shared by the page and the server: how a session went. It never
 * holds what was said, or a once code.
 */
import { failureKinds } from '../digital-human/failures';

/** Why a session ended without a failure. `silence`: MetaStudio's time-out. `time_up`: the operator's limit. */
export const endReasons = ['person', 'cancelled', 'silence', 'page_left', 'taken_over', 'time_up'] as const;

export type EndReason = (typeof endReasons)[number];

/** How a session can end. A closed list, so that metrics stay countable. */
export const sessionOutcomes = [...endReasons, ...failureKinds];

export type SessionOutcome = (typeof sessionOutcomes)[number];

export const sessionSteps = ['preparing', 'authorizing', 'connecting', 'retrying'] as const;

export type SessionStep = (typeof sessionSteps)[number];

export interface SessionReport {
  outcome: SessionOutcome;
  /**
   * What failed: the vendor's code, the route's or our own, such as `MSS.47010046`, `rate_limited`, `ready_timeout`.
   */
  failureCode?: string | undefined;
  /** How many attempts the start took, the last one included. */
  attempts: number;
  /** From the click until the digital human was live; absent when it never was. */
  clickToLiveMs?: number | undefined;
  /** How long it was live; absent when it never was. */
  liveMs?: number | undefined;
  /** How often the connection was lost and the SDK tried to get it back. */
  reconnects: number;
  /** What the vendor's SDK states of itself; absent when it was not loaded, or states nothing. */
  sdkVersion?: string | undefined;
  /** How long each step of the start took, over all attempts. */
  stepMs: Partial<Record<SessionStep, number>>;
}
