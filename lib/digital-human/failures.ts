/**
 * How a session can end: the reasons that are not failures, and everything that can go wrong, by kind. The name of a
 * kind is also its outcome in the session report and the key of its message. To add a kind, add a row here, and its
 * message under `failure.entry` in `en.json` and `zh-CN.json`.
 */
import type { ErrorCode, Retry } from '../api/errors.ts';

/**
 * Why a session ended without a failure. `person`: the user ended it. `cancelled`: the user ended it before it was
 * live. `silence`: MetaStudio's time-out. `time_up`: the operator's limit on one session. `minutes`: the operator's
 * limit on a user's day. `taken_over`: it continued in another tab. `moved`: it continued on another device.
 */
export const endReasons = [
  'person',
  'cancelled',
  'silence',
  'page_left',
  'taken_over',
  'moved',
  'time_up',
  'minutes',
] as const;

export type EndReason = (typeof endReasons)[number];

export interface FailureRow {
  /** Whether a start tries again: automatically with a new once code, only when the user asks, or not at all. */
  retry: Retry;
  /**
   * How many attempts a start may make, each with a new once code. A row without `retry: 'auto'` needs it if one of its
   * codes is retried automatically, such as `sdk_load_failed`.
   */
  attempts?: number;
  /** Who can remove the cause: the user, the site's operator, the cloud provider, or time. */
  whoCanFix: 'person' | 'operator' | 'provider' | 'time' | 'none';
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
  /** The cloud received too many invalid once codes. */
  locked: { retry: 'never', whoCanFix: 'time' },
  quota: { retry: 'never', whoCanFix: 'operator' },
  permission: { retry: 'never', whoCanFix: 'operator' },
  configuration: { retry: 'never', whoCanFix: 'operator' },
  browser: { retry: 'never', whoCanFix: 'person' },
  signed_out: { retry: 'never', whoCanFix: 'person' },
  /** The SDK, or the page's own code for a session, could not be loaded; or the SDK is stuck. */
  sdk: { retry: 'never', attempts: 3, whoCanFix: 'person' },
  microphone: { retry: 'manual', whoCanFix: 'person' },
  /** Speech recognition is not available. Writing still works. */
  hearing: { retry: 'manual', whoCanFix: 'operator' },
  /** The browser blocked sound and picture until a user gesture. */
  playback: { retry: 'manual', whoCanFix: 'person' },
  /** The same user joined from another page, or the room was closed. */
  kicked: { retry: 'manual', whoCanFix: 'person' },
  /** The language model or service behind the digital human failed. */
  answer: { retry: 'manual', whoCanFix: 'operator' },
  /** One question was not accepted. */
  question: { retry: 'manual', whoCanFix: 'person' },
  /** The SDK was called at the wrong moment. */
  ignorable: { retry: 'manual', whoCanFix: 'none' },
  rate_limited: { retry: 'manual', whoCanFix: 'time' },
  unknown: { retry: 'manual', whoCanFix: 'operator' },
} as const satisfies Record<string, FailureRow>;

export type FailureKind = keyof typeof failureTable;

export const failureKinds = Object.keys(failureTable) as FailureKind[];

/** Why a start, a session or a question failed. `docs/errors.md` lists all codes. */
export interface Failure {
  /** The code of the vendor (`MSS.47010046`), of the route (`rate_limited`) or of the session (`ready_timeout`). */
  code: OwnFailureCode | ErrorCode | (string & {});
  kind: FailureKind;
  /** With `never`, a new start cannot help either. */
  retry: Retry;
  /** The ID of the failed request, for the operator. */
  requestId?: string | undefined;
  /** The cloud's error code, when our route reports that the cloud refused. */
  cloudCode?: string | undefined;
  /** How long to wait before a new start, in seconds. */
  retryAfterSeconds?: number | undefined;
}

/** What the functions of a session throw. `cause` is the underlying error, if there is one. */
export class SessionFailure extends Error {
  override name = 'SessionFailure';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options);
    this.failure = failure;
  }
}

/** The failures that the session finds by itself; all others come from the vendor or from our route. */
const ownFailures = {
  browser_unsupported: { kind: 'browser' },
  /** The vendor's SDK runs only on https pages and on localhost. */
  insecure_context: { kind: 'browser' },
  sdk_load_failed: { kind: 'sdk', retry: 'auto' },
  /** The script loaded, but it is not `HwICSUiSdk`. */
  sdk_invalid: { kind: 'sdk' },
  /** The script is an `HwICSUiSdk` without the methods this app calls. */
  sdk_too_old: { kind: 'sdk' },
  /** `create()` or `destroy()` did not settle, or `create()` rejected. Only a reload frees the SDK. */
  sdk_stuck: { kind: 'sdk' },
  ready_timeout: { kind: 'start' },
  start_timeout: { kind: 'start' },
  /** The cloud did not answer the SDK's request for a job, and the SDK will repeat it: a new start must wait. */
  start_unanswered: { kind: 'start', retry: 'manual' },
  once_code_expired: { kind: 'refused' },
  once_code_timeout: { kind: 'network' },
  /** The browser could not reach our own server. */
  network: { kind: 'network' },
  /** Our server answers, but the page's code for a session did not load: the page is from another build. */
  page_outdated: { kind: 'sdk', retry: 'manual' },
  /** Our server, or a proxy in front of it, answered with neither a code nor a problem. */
  unexpected_answer: { kind: 'network', retry: 'manual' },
  /** A call to the SDK, such as a question or an interruption, did not resolve in time. */
  call_timeout: { kind: 'question' },
  /** The SDK refused an interruption or a change of language, or did not answer in time. */
  not_carried_out: { kind: 'question' },
  microphone_denied: { kind: 'microphone' },
  microphone_missing: { kind: 'microphone' },
  microphone_in_use: { kind: 'microphone' },
  /** Written questions open the microphone, too, and the browser does not give one. */
  microphone_needed: { kind: 'microphone' },
  /** Written questions open the microphone, too, and the user declined. */
  microphone_declined: { kind: 'microphone' },
  /** The SDK listens only after an answer has ended, and this one did not end. */
  still_answering: { kind: 'question' },
  /** A bug in this code, or in a `getCode` of the app's own. */
  unexpected_error: { kind: 'unknown' },
  /** The SDK did not reconnect. */
  connection_lost: { kind: 'lost' },
  /** The user signed out on another device or in another tab, so the server ended the session. */
  signed_out_elsewhere: { kind: 'signed_out' },
  /** The route answered `rate_limited` because the user's minutes are used up. */
  minutes_used_up: { kind: 'rate_limited' },
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

/** The kinds of the route's problems. Each problem brings its own `retry`. */
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

/** Undefined for a code that our route does not have: something else answered. */
export const kindOfRouteCode = (code: string): FailureKind | undefined =>
  Object.hasOwn(kindByRouteCode, code) ? kindByRouteCode[code as ErrorCode] : undefined;

/** The failure in a caught error. An error without one is a bug, and goes to `reportError`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof SessionFailure) return error.failure;
  reportError(error);
  return ownFailure('unexpected_error');
}
