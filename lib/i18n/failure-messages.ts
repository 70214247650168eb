/** The message of a failure (`failure.entry` in `en.json` and `zh-CN.json`). The key of a kind's message is its name. */
import type { Failure } from '../digital-human/failures.ts';
import type en from './en.json';

export type FailureEntry = keyof typeof en.failure.entry;

/** Codes with their own message. Vendor codes are listed without their optional `MSS.`. */
const entryByCode = new Map<string, FailureEntry>([
  ['page_outdated', 'page_outdated'],
  ['unexpected_answer', 'unexpected_answer'],
  ['cloud_unavailable', 'cloud_unavailable'],
  ['cloud_refused', 'cloud_refused'],
  ['misconfigured', 'misconfigured'],
  ['invalid_user_id', 'invalid_user_id'],
  ['other_user', 'other_user'],
  ['signed_out_elsewhere', 'signed_out_elsewhere'],
  ['minutes_used_up', 'minutes_used_up'],
  ['internal_error', 'internal_error'],
  ['cross_origin', 'cross_origin'],
  ['insecure_context', 'insecure_context'],
  ['ready_timeout', 'ready_timeout'],
  ['sdk_stuck', 'sdk_stuck'],
  ['start_unanswered', 'start_unanswered'],
  ['still_answering', 'still_answering'],
  ['not_carried_out', 'ignorable'],
  ['microphone_needed', 'microphone_needed'],
  ['microphone_declined', 'microphone_needed'],
  ['microphone_denied', 'microphone_denied'],
  ['microphone_missing', 'microphone_missing'],
  ['microphone_in_use', 'microphone_in_use'],
  ['90100017', 'microphone_denied'],
  ['90100019', 'microphone_missing'],
  ['90100020', 'microphone_in_use'],
  ['sdk_too_old', 'sdk_too_old'],
  ['47010001', 'robot'],
  ['47010034', 'robot'],
  ['47010163', 'robot'],
  ['47030103', 'brain'],
  ['47030104', 'brain'],
  ['47030114', 'brain'],
  ['47030115', 'brain'],
  ['47040041', 'brain'],
  ['47040042', 'brain'],
  ['47010145', 'question_too_long'],
  ['47010147', 'question_early'],
]);

/** A type error here: a new kind of `failures.ts` has no message under `failure.entry` in `en.json` yet. */
export const failureEntry = ({ code, kind }: Pick<Failure, 'code' | 'kind'>): FailureEntry =>
  entryByCode.get(code.replace(/^MSS\./, '')) ?? kind;
