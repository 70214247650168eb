/** Who can fix a failure, by the key of its message. The default is the one of its kind. */
import { type FailureKind, failureTable } from '../digital-human/failures.ts';
import type en from './en.json';
import type { FailureEntry } from './failure-messages.ts';

type WhoCanFix = keyof typeof en.failure.who;

const whoCanFixByKind = Object.fromEntries(
  Object.entries(failureTable).map(([kind, { whoCanFix }]) => [kind, whoCanFix]),
) as Record<FailureKind, WhoCanFix>;

export const whoCanFix: Record<FailureEntry, WhoCanFix> = {
  ...whoCanFixByKind,
  page_outdated: 'person',
  unexpected_answer: 'person',
  cloud_unavailable: 'provider',
  ready_timeout: 'person',
  start_unanswered: 'time',
  robot: 'operator',
  brain: 'operator',
  cloud_refused: 'operator',
  misconfigured: 'operator',
  invalid_user_id: 'operator',
  other_user: 'person',
  signed_out_elsewhere: 'person',
  minutes_used_up: 'time',
  internal_error: 'operator',
  cross_origin: 'person',
  cookies: 'person',
  insecure_context: 'operator',
  microphone_denied: 'person',
  microphone_missing: 'person',
  microphone_in_use: 'person',
  microphone_needed: 'person',
  question_too_long: 'person',
  question_early: 'none',
  still_answering: 'time',
  sdk_stuck: 'person',
  sdk_too_old: 'operator',
};
