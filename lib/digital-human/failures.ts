/** What can go wrong in a digital-human session, sorted by what a person can do about it. */
import type { ErrorCode, Retry } from '../api/errors';

/** Decides what the person is told and whether a start tries again. Every code, known or not, has exactly one kind. */
export type FailureKind =
  | 'refused' // the once code was refused
  | 'network'
  | 'start' // the cloud could not start the job
  | 'busy' // concurrency or capacity used up
  | 'locked' // too many bad once codes
  | 'quota'
  | 'permission'
  | 'configuration'
  | 'browser'
  | 'microphone'
  | 'hearing' // the speech recogniser is not available; writing still works
  | 'playback' // the browser blocked sound and picture until a gesture
  | 'kicked' // the same user joined elsewhere, or the room was closed
  | 'lost' // a running session ended
  | 'answer' // the language model or service behind the digital human failed
  | 'question' // one question was not accepted
  | 'ignorable' // a call came at a wrong moment
  | 'sdk' // the SDK could not be loaded, or blocks
  | 'signed_out'
  | 'rate_limited'
  | 'unknown';

/** In a start: again by itself with a new code (`auto`), when the person asks (`manual`), or not at all (`never`). */
export const retryByKind: Record<FailureKind, Retry> = {
  refused: 'auto',
  network: 'auto',
  start: 'auto',
  busy: 'auto',
  lost: 'auto',
  locked: 'never',
  quota: 'never',
  permission: 'never',
  configuration: 'never',
  browser: 'never',
  signed_out: 'never',
  sdk: 'never',
  microphone: 'manual',
  hearing: 'manual',
  playback: 'manual',
  kicked: 'manual',
  answer: 'manual',
  question: 'manual',
  ignorable: 'manual',
  rate_limited: 'manual',
  unknown: 'manual',
};

export interface Failure {
  /** The vendor's code, the route's or our own, as it came: `MSS.47010046`, `rate_limited`, `ready_timeout`. */
  code: string;
  kind: FailureKind;
  /** `never`: pressing *Try again* cannot help either. */
  retry: Retry;
  /** For the operator: the ID of the request that failed, when one is known. */
  requestId?: string | undefined;
  /** The cloud's error code behind a problem of our route. */
  cloudCode?: string | undefined;
  /** Seconds to wait before *Try again*, for `rate_limited`. */
  retryAfterSeconds?: number | undefined;
}

/** A failure, thrown. */
export class SessionFailure extends Error {
  override name = 'SessionFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** Failures that neither our route nor the vendor names: found by the session itself. */
const ownFailures = {
  browser_unsupported: { kind: 'browser' },
  /** The vendor's SDK runs on https pages and on localhost only. */
  insecure_context: { kind: 'browser' },
  sdk_load_failed: { kind: 'sdk', retry: 'auto' },
  /** The script came, but it is not `HwICSUiSdk`. */
  sdk_invalid: { kind: 'sdk' },
  /** It is `HwICSUiSdk`, but one from before the methods we call. */
  sdk_too_old: { kind: 'sdk' },
  /** `create()` or `destroy()` never settled, or `create()` rejected: only loading the page anew frees the SDK. */
  sdk_stuck: { kind: 'sdk' },
  ready_timeout: { kind: 'start' },
  start_timeout: { kind: 'start' },
  /** The SDK's request for a job got no usable answer, and the SDK will repeat it: a new start must wait. */
  start_unanswered: { kind: 'start', retry: 'manual' },
  once_code_expired: { kind: 'refused' },
  once_code_timeout: { kind: 'network' },
  /** The browser could not reach our own server. */
  network: { kind: 'network' },
  /** Our server, or a proxy in front of it, answered with neither a code nor a problem. */
  unexpected_answer: { kind: 'network', retry: 'manual' },
  /** The SDK did not answer a question, an interruption … in time. */
  call_timeout: { kind: 'question' },
  microphone_denied: { kind: 'microphone' },
  microphone_missing: { kind: 'microphone' },
  microphone_in_use: { kind: 'microphone' },
  /** Where writing opens the microphone, too: the browser has none to give. */
  microphone_needed: { kind: 'microphone' },
  /** The same, asked in words before the browser asks: the person said no. */
  microphone_declined: { kind: 'microphone' },
  /** The SDK does not listen before an answer has ended, and this one did not end. */
  still_answering: { kind: 'question' },
  /** A bug in this code, or in a `getCode` of the app's own. */
  unexpected_error: { kind: 'unknown' },
  /** The line did not come back by itself. */
  connection_lost: { kind: 'lost' },
  /** `serverAddress` from our route is not a host. */
  server_address_invalid: { kind: 'configuration' },
} as const satisfies Record<string, { kind: FailureKind; retry?: Retry }>;

export type OwnFailureCode = keyof typeof ownFailures;

/** Every one of them, for the error catalogue. */
export const ownFailureCodes = Object.keys(ownFailures) as OwnFailureCode[];

export function ownFailure(code: OwnFailureCode): Failure {
  const { kind, retry }: { kind: FailureKind; retry?: Retry } = ownFailures[code];
  return { code, kind, retry: retry ?? retryByKind[kind] };
}

/** Of our route's problems. Their `retry` comes with the problem itself. */
export const kindByRouteCode: Record<ErrorCode, FailureKind> = {
  signed_out: 'signed_out',
  cross_origin: 'configuration',
  rate_limited: 'rate_limited',
  cloud_refused: 'configuration',
  cloud_unavailable: 'network',
  misconfigured: 'configuration',
  invalid_user_id: 'configuration',
  other_user: 'signed_out',
  internal_error: 'unknown',
};

/** Undefined when the code is none of our route's: the answer came from something else. */
export const kindOfRouteCode = (code: string): FailureKind | undefined =>
  Object.hasOwn(kindByRouteCode, code) ? kindByRouteCode[code as ErrorCode] : undefined;

/** What a promise was rejected with, as a failure. Any other error is a bug, and is reported by `reportError`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof SessionFailure) return error.failure;
  reportError(error);
  return ownFailure('unexpected_error');
}
