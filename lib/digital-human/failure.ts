/**
 * What can go wrong in a digital-human session, sorted by what a person can do about it.
 * Pure data and look-ups. It must not know React, the network or the SDK object.
 */
import { type ErrorCode, errorTable, type Retry } from '../errors';

/**
 * Failures that neither our route nor the vendor names: found by the session itself.
 * `retry` has the meaning of the route's problems: `auto` within a start, `manual` by the person, `never` not from here.
 */
const ownFailures = {
  browser_unsupported: 'never',
  insecure_context: 'never',
  sdk_load_failed: 'auto',
  sdk_invalid: 'never',
  /** `create()` or `destroy()` never settled: the SDK is one static instance, so only a reload helps. */
  sdk_stuck: 'never',
  ready_timeout: 'auto',
  once_code_expired: 'auto',
  network: 'auto',
  code_timeout: 'auto',
  unexpected_answer: 'manual',
  connection_lost: 'manual',
} as const satisfies Record<string, Retry>;

export type OwnFailureCode = keyof typeof ownFailures;

/** What the person is told. Every code, known or not, has exactly one kind. */
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
  | 'playback'
  | 'kicked' // the same user joined elsewhere, or the room was closed
  | 'lost' // a live connection ended
  | 'answer' // the brain behind the digital human failed
  | 'ignorable' // a call came at a wrong moment
  | 'sdk' // the SDK could not be loaded or blocks
  | 'signed_out'
  | 'rate_limited'
  | 'unknown';

export interface Failure {
  /** The vendor's, the route's or our own code, as it came: `MSS.47010046`, `rate_limited`, `ready_timeout`. */
  code: string;
  kind: FailureKind;
  /** Can pressing *Try again* help? */
  retry: Retry;
  /** For the operator: the ID of the request that failed, when one is known. */
  requestId?: string | undefined;
  /** The cloud's error code behind a route problem. */
  cloudCode?: string | undefined;
  /** Seconds to wait before *Try again*, for `rate_limited`. */
  retryAfterSeconds?: number | undefined;
}
