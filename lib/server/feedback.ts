/**
 * Reads a user's feedback on a conversation, and logs it with the IDs of the conversation and nothing else. A browser
 * can send anything, so only known fields within limits are accepted.
 */
import type { Logger } from 'pino';
import * as z from 'zod';
import { type Feedback, MAX_COMMENT_LENGTH, ratings } from '../api/feedback.ts';
import { readPostedJson } from './http/posted-body.ts';
import { log } from './log.ts';
import { perUserPerMinute } from './per-user-limit.ts';

/** Enough for the longest comment in escaped UTF-8, and the IDs. */
const MAX_FEEDBACK_BYTES = 4 * 1024;
const FEEDBACK_PER_USER_PER_MINUTE = 10;

const id = z
  .string()
  .regex(/^[\w.-]{1,128}$/)
  .optional()
  .catch(undefined);

const feedback = z.object({
  rating: z.enum(ratings),
  comment: z
    .string()
    .max(MAX_COMMENT_LENGTH)
    .transform((text) => oneLine(text) || undefined)
    .optional(),
  requestId: id,
  jobId: id,
}) satisfies z.ZodType<Feedback>;

/** Replaces line breaks, control characters and direction marks, which would change how a log is displayed. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cs}\p{Bidi_Control}]+/gu, ' ').trim();

const limit = perUserPerMinute(FEEDBACK_PER_USER_PER_MINUTE);

/** @returns undefined when the body is not valid feedback. @throws AppError `rate_limited` */
export async function readFeedback(request: Request, userId: string): Promise<Feedback | undefined> {
  await limit(userId);
  return feedback.safeParse(await readPostedJson(request, MAX_FEEDBACK_BYTES)).data;
}

export function logFeedback({ rating, comment, requestId, jobId }: Feedback, to: Logger = log): void {
  to.info({ event: 'feedback', rating, comment, requestId, jobId });
}
