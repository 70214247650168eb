/**
 * The wire contract of `POST /api/session-report`, shared by the page and the server: how a session went, never what was
 * said in it, and never a code that opens one.
 */

/** How a session can end: by somebody's wish, or by a kind of failure. A closed list, so that metrics stay countable. */
export const sessionOutcomes = [
  'person',
  'cancelled',
  'silence',
  'page_left',
  'taken_over',
  'time_up',
  'refused',
  'network',
  'start',
  'busy',
  'locked',
  'quota',
  'permission',
  'configuration',
  'browser',
  'microphone',
  'hearing',
  'playback',
  'kicked',
  'lost',
  'answer',
  'question',
  'ignorable',
  'sdk',
  'signed_out',
  'rate_limited',
  'unknown',
] as const;

export type SessionOutcome = (typeof sessionOutcomes)[number];

export const sessionSteps = ['preparing', 'authorizing', 'connecting', 'retrying'] as const;

export type SessionStep = (typeof sessionSteps)[number];

export interface SessionReport {
  outcome: SessionOutcome;
  /** What failed, by the vendor's, the route's or our own code: `MSS.47010046`, `rate_limited`, `ready_timeout`. */
  failureCode?: string | undefined;
  /** How many attempts the start took, the last one included. */
  attempts: number;
  /** From the click to the digital human; absent when it never came. */
  clickToLiveMs?: number | undefined;
  /** How long it was there. */
  liveMs?: number | undefined;
  /** How often the line was lost meanwhile. */
  reconnects: number;
  /** Of the start: how long each step took, all attempts together. */
  stepMs: Partial<Record<SessionStep, number>>;
}
