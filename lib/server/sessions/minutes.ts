/**
 * Counts how long a user has talked, from the running jobs in the cloud. Only the time between two looks that saw the
 * same running job counts, so a user is never charged for more than they talked. A conversation may count for two looks
 * less.
 */
import { bestElapsedMs, leastElapsedMs, type Moment, mostElapsedMs } from './session-clock.ts';

/** A day begins with its first counted minute. */
const DAY_MS = 24 * 60 * 60_000;
/** The least time that a conversation gets: one of two seconds would be useless. */
export const SHORTEST_MS = 20_000;
/** A session that no look has seen for this long has ended. Its time becomes part of `pastMs`. */
const FORGET_AFTER_MS = 60 * 60_000;

export interface Ledger {
  dayBegan: Moment;
  /** The counted time of sessions that have ended. */
  pastMs: number;
  sessions: Record<string, SessionCount>;
}

interface SessionCount {
  jobId: string;
  isRunning: boolean;
  seen: Moment;
  /** The time counted in this day. */
  dayMs: number;
  /** The time counted since the session started. */
  totalMs: number;
}

export interface Sight {
  /** The key of the session's handle. A session may get another job after its connection was lost. */
  key: string;
  jobId: string;
  /** False while the job waits for capacity. */
  isRunning: boolean;
  /** How long a session had run before the first look that saw it. */
  initialMs: number;
}

export interface LookTimes {
  began: Moment;
  /** When the last room had answered. */
  ended: Moment;
}

export const usedMs = ({ pastMs, sessions }: Ledger): number =>
  Object.values(sessions).reduce((sum, { dayMs }) => sum + dayMs, pastMs);

/** How long the day of a ledger still lasts, in milliseconds. */
export const dayLeftMs = (ledger: Ledger, now: Moment): number =>
  Math.max(0, DAY_MS - mostElapsedMs(ledger.dayBegan, now));

/**
 * Returns the ledger after a look that saw these sessions of one user, and how much it added. A session counts from the
 * end of the first look to the beginning of the last one, because between them it ran for certain, however slowly the
 * cloud answers.
 */
export function count(
  before: Ledger | undefined,
  sights: readonly Sight[],
  { began, ended }: LookTimes,
): { ledger: Ledger; addedMs: number } {
  const ledger = ofToday(before, began);
  let addedMs = 0;
  for (const sight of oneForEachSession(ledger, sights)) {
    const known = ledger.sessions[sight.key];
    const ranSince = known?.isRunning && sight.isRunning && known.jobId === sight.jobId;
    const ms = known ? (ranSince ? leastElapsedMs(known.seen, began) : 0) : sight.initialMs;
    addedMs += ms;
    const { jobId, isRunning } = sight;
    // The time before the first look of a day belongs to the day before.
    const dayMs = known && ledger.dayBegan === began ? 0 : (known?.dayMs ?? 0) + ms;
    const totalMs = (known?.totalMs ?? 0) + ms;
    const seen = ranSince ? laterOf(known.seen, began) : ended;
    ledger.sessions[sight.key] = { jobId, isRunning, seen, dayMs, totalMs };
  }
  return { ledger, addedMs };
}

/** No look takes longer. A larger difference means that a clock was set. */
const LONGEST_LOOK_MS = 60_000;

/** Looks of two instances may overlap: the one that began first may end last, and must not count the same time twice. */
function laterOf(seen: Moment, began: Moment): Moment {
  const ms = bestElapsedMs(seen, began);
  return ms < 0 && ms > -LONGEST_LOOK_MS ? seen : began;
}

/** Starts a new day if the last one is over. Sessions that continue keep their total. */
function ofToday(before: Ledger | undefined, now: Moment): Ledger {
  if (!before) return { dayBegan: now, pastMs: 0, sessions: {} };
  const isOver = dayLeftMs(before, now) === 0;
  const ledger: Ledger = isOver ? { dayBegan: now, pastMs: 0, sessions: {} } : { ...before, sessions: {} };
  for (const [key, session] of Object.entries(before.sessions)) {
    if (leastElapsedMs(session.seen, now) < FORGET_AFTER_MS)
      ledger.sessions[key] = isOver ? { ...session, dayMs: 0 } : session;
    else if (!isOver) ledger.pastMs += session.dayMs;
  }
  return ledger;
}

/** Counts only one of several jobs with the same handle: the one that was counted before. */
function oneForEachSession({ sessions }: Ledger, sights: readonly Sight[]): Sight[] {
  const chosen = new Map<string, Sight>();
  for (const sight of sights)
    if (!chosen.has(sight.key) || sessions[sight.key]?.jobId === sight.jobId) chosen.set(sight.key, sight);
  return [...chosen.values()];
}

export interface Limits {
  /** The limit per user and day, in milliseconds; 0 for no limit. */
  minutesMs: number;
  /** The limit per session, in milliseconds; 0 for no limit. */
  longestSessionMs: number;
}

/** The page ends its session at the limit by itself. The server waits this long for it. */
const SESSION_GRACE_MS = 15_000;

/** How long a session may continue, in milliseconds. 0 or less: its time is over. */
export function leftMs(ledger: Ledger, key: string, { minutesMs, longestSessionMs }: Limits): number {
  const { dayMs = 0, totalMs = 0 } = ledger.sessions[key] ?? {};
  const ofDay = minutesMs ? Math.max(minutesMs - usedMs(ledger), SHORTEST_MS - dayMs) : Number.POSITIVE_INFINITY;
  const ofSession = longestSessionMs ? longestSessionMs + SESSION_GRACE_MS - totalMs : Number.POSITIVE_INFINITY;
  return Math.min(ofDay, ofSession);
}
