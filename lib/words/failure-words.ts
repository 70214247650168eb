/**
 * One failure, one entry of the catalogue (`failure.entry` in en.json, zh-CN.json), and who can fix it. Serves the
 * alert on the page, the docs and the tests. Pure look-ups: the words themselves are not here.
 */
import type { Failure, FailureKind } from '../digital-human/failure';
import type en from './en.json';

export type FailureEntry = keyof typeof en.failure.entry;
export type WhoCanFix = keyof typeof en.failure.who;

/** Where the code says more than its kind. Vendor codes stand without their optional `MSS.`. */
const entryByCode = new Map<string, FailureEntry>([
  ['cloud_unavailable', 'cloud_unavailable'],
  ['cloud_refused', 'cloud_refused'],
  ['misconfigured', 'misconfigured'],
  ['invalid_user_id', 'invalid_user_id'],
  ['other_user', 'other_user'],
  ['internal_error', 'internal_error'],
  ['cross_origin', 'cross_origin'],
  ['insecure_context', 'insecure_context'],
  ['ready_timeout', 'ready_timeout'],
  ['sdk_stuck', 'sdk_stuck'],
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
  ['47010145', 'question_too_long'],
  ['47010147', 'question_early'],
]);

const entryByKind: Record<FailureKind, FailureEntry> = {
  refused: 'refused',
  network: 'network',
  start: 'start',
  busy: 'busy',
  locked: 'locked',
  quota: 'quota',
  permission: 'permission',
  configuration: 'configuration',
  browser: 'browser',
  microphone: 'microphone',
  hearing: 'hearing',
  playback: 'playback',
  kicked: 'kicked',
  lost: 'lost',
  answer: 'answer',
  question: 'question',
  ignorable: 'ignorable',
  sdk: 'sdk',
  signed_out: 'signed_out',
  rate_limited: 'rate_limited',
  unknown: 'unknown',
};

export const failureEntry = ({ code, kind }: Pick<Failure, 'code' | 'kind'>): FailureEntry =>
  entryByCode.get(code.replace(/^MSS\./, '')) ?? entryByKind[kind];

export const whoCanFix: Record<FailureEntry, WhoCanFix> = {
  refused: 'operator',
  network: 'person',
  cloud_unavailable: 'provider',
  start: 'provider',
  ready_timeout: 'person',
  busy: 'time',
  locked: 'time',
  quota: 'operator',
  permission: 'operator',
  configuration: 'operator',
  robot: 'operator',
  cloud_refused: 'operator',
  misconfigured: 'operator',
  invalid_user_id: 'operator',
  other_user: 'person',
  internal_error: 'operator',
  cross_origin: 'person',
  cookies: 'person',
  browser: 'person',
  insecure_context: 'operator',
  microphone: 'person',
  microphone_denied: 'person',
  microphone_missing: 'person',
  microphone_in_use: 'person',
  hearing: 'operator',
  playback: 'person',
  kicked: 'person',
  lost: 'person',
  answer: 'operator',
  question: 'person',
  question_too_long: 'person',
  question_early: 'nobody',
  ignorable: 'nobody',
  sdk: 'person',
  sdk_stuck: 'person',
  sdk_too_old: 'operator',
  signed_out: 'person',
  rate_limited: 'time',
  unknown: 'operator',
};
