/**
 * Reads a page's report about a session that has ended. A browser can send anything, so only known fields within limits
 * are accepted, and no more reports than a user can have sessions. It works without Next.
 */

import type { Logger } from 'pino';
import * as z from 'zod';
import { LONGEST_REPORTED_MS, type SessionReport, sessionOutcomes, sessionSteps } from '../../api/session-report.ts';
import { readPostedJson } from '../http/posted-body.ts';
import { hashUserId, log } from '../log.ts';
import { perUserPerMinute } from '../per-user-limit.ts';

const MAX_REPORT_BYTES = 2 * 1024;
/**
 * More than any user starts: the default limit on once codes is 6, and starts that were cancelled or failed report too.
 */
const REPORTS_PER_USER_PER_MINUTE = 20;

const milliseconds = z.int().min(0).max(LONGEST_REPORTED_MS);

const sessionReport = z.object({
  outcome: z.enum(sessionOutcomes),
  failureCode: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional()
    .catch(undefined),
  sdkVersion: z
    .string()
    .regex(/^[\w.-]{1,32}$/)
    .optional()
    .catch(undefined),
  attempts: z.int().min(1).max(100),
  clickToLiveMs: milliseconds.optional(),
  liveMs: milliseconds.optional(),
  reconnects: z.int().min(0).max(10_000),
  stepMs: z.partialRecord(z.enum(sessionSteps), milliseconds),
}) satisfies z.ZodType<SessionReport>;

const limit = perUserPerMinute(REPORTS_PER_USER_PER_MINUTE);

/** @returns undefined when the body is not a report. @throws AppError `rate_limited` */
export async function readSessionReport(request: Request, userId: string): Promise<SessionReport | undefined> {
  await limit(userId);
  return sessionReport.safeParse(await readPostedJson(request, MAX_REPORT_BYTES)).data;
}

export interface SessionEvent {
  requestId: string;
  userId: string;
  report: SessionReport;
}

/** Logs who talked when: the `liveMs` milliseconds before the time of the line. What was said is not logged. */
export function logSession({ requestId, userId, report }: SessionEvent, to: Logger = log): void {
  to.info({ event: 'session_over', requestId, user: hashUserId(userId), ...report });
}
