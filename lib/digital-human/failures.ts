/**
 * Everything that can go wrong in a session, by kind. The name of a kind is also its outcome in the session report and
 * the key of its message. To add a kind, add a row here, and its message to `en.json` and `zh-CN.json` under
 * `failure.entry`.
 */
import type { ErrorCode, Retry } from '../api/errors';

export interface FailureRow {
  /** Whether a start tries again: automatically with a new once code, only when the user asks, or not at all. */
  retry: Retry;
  /**
   * How many attempts a start makes at most, each with a new once code. A row with another `retry` has it for codes that
   * are retried automatically all the same, as `sdk_load_failed` is.
   */
  attempts?: number;
  whoCanFix: 'person' | 'operator' | 'provider' | 'time' | 'nobody';
}

/** Every failure, known or not, has exactly one kind. */
export const failureTable = {
  /** The once code was rejected. */
  refused: { retry: 'auto', attempts: 3, whoCanFix: 'operator' },
  network: { retry: 'auto', attempts: 3, whoCanFix: 'person' },
  /** The cloud could not start the job. */
  start: { retry: 'auto', attempts: 3, whoCanFix: 'provider' },
  /** Concurrency or capacity is used up. */
  busy: { retry: 'auto', attempts: 3, whoCanFix: 'time' },
  /** A live session ended. */
  lost: { retry: 'auto', attempts: 3, whoCanFix: 'person' },
  /** Too many invalid once codes. */
  locked: { retry: 'never', whoCanFix: 'time' },
  quota: { retry: 'never', whoCanFix: 'operator' },
  permission: { retry: 'never', whoCanFix: 'operator' },
  configuration: { retry: 'never', whoCanFix: 'operator' },
  browser: { retry: 'never', whoCanFix: 'person' },
  signed_out: { retry: 'never', whoCanFix: 'person' },
  /** The SDK could not be loaded, or is stuck. */
  sdk: { retry: 'never', attempts: 3, whoCanFix: 'person' },
  microphone: { retry: 'manual', whoCanFix: 'person' },
  /** Speech recognition is not available. Writing still works. */
  hearing: { retry: 'manual', whoCanFix: 'operator' },
  /** The browser blocked sound and picture until a user gesture. */
  playback: { retry: 'manual', whoCanFix: 'person' },
  /** The same user joined elsewhere, or the room was closed. */
  kicked: { retry: 'manual', whoCanFix: 'person' },
  /** The language model or service behind the digital human failed. */
  answer: { retry: 'manual', whoCanFix: 'operator' },
  /** One question was not accepted. */
  question: { retry: 'manual', whoCanFix: 'person' },
  /** A call came at the wrong moment. */
  ignorable: { retry: 'manual', whoCanFix: 'nobody' },
  rate_limited: { retry: 'manual', whoCanFix: 'time' },
  unknown: { retry: 'manual', whoCanFix: 'operator' },
} as const satisfies Record<string, FailureRow>;

export type FailureKind = keyof typeof failureTable;

export const failureKinds = Object.keys(failureTable) as FailureKind[];

export interface Failure {
  /** The vendor's code, the route's or our own, as it came: `MSS.47010046`, `rate_limited`, `ready_timeout`. */
  code: string;
  kind: FailureKind;
  /** `never`: *Try again* cannot help either. */
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
  /** The SDK did not reconnect. */
  connection_lost: { kind: 'lost' },
  /** `serverAddress` from our route is not a host. */
  server_address_invalid: { kind: 'configuration' },
} as const satisfies Record<string, { kind: FailureKind; retry?: Retry }>;

export type OwnFailureCode = keyof typeof ownFailures;

/** For the error catalogue. */
export const ownFailureCodes = Object.keys(ownFailures) as OwnFailureCode[];

export function ownFailure(code: OwnFailureCode): Failure {
  const { kind, retry }: { kind: FailureKind; retry?: Retry } = ownFailures[code];
  return { code, kind, retry: retry ?? failureTable[kind].retry };
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
