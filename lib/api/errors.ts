/**
 * The one table of what our API refuses with, shared by its routes (status) and the page (retry, words).
 * It must not know HTTP objects, React or the vendor.
 */

/** Whether trying again can help: the page does so by itself, only when the person asks, or not at all. */
export type Retry = 'auto' | 'manual' | 'never';

export const errorTable = {
  signed_out: { status: 401, retry: 'never', title: 'Nobody is signed in' },
  cross_origin: { status: 403, retry: 'never', title: 'The request comes from another site' },
  other_user: { status: 409, retry: 'never', title: 'The page shows another person than the one signed in' },
  rate_limited: { status: 429, retry: 'manual', title: 'Too many conversations were started' },
  cloud_refused: { status: 502, retry: 'never', title: 'The cloud refused the request' },
  cloud_unavailable: { status: 502, retry: 'auto', title: 'The cloud gave no usable answer' },
  misconfigured: { status: 503, retry: 'never', title: 'A setting of this server is missing or wrong' },
  invalid_user_id: { status: 502, retry: 'never', title: 'The user’s ID cannot be sent to the cloud' },
  internal_error: { status: 500, retry: 'manual', title: 'This server failed' },
} as const satisfies Record<string, { status: number; retry: Retry; title: string }>;

export type ErrorCode = keyof typeof errorTable;

export interface AppErrorDetails {
  /** Overrides the table's status: `cloud_unavailable` is 504 when the time ran out. */
  status?: number;
  /** The HTTP status of the cloud's answer. */
  cloudStatus?: number;
  /** The cloud's own error code, such as `APIG.0301`. */
  cloudCode?: string | undefined;
  /** The cloud's request ID, for its support desk. */
  requestId?: string | undefined;
  /** Seconds to wait, for `rate_limited`. */
  retryAfterSeconds?: number | undefined;
  /** What happened, for the server's log. Never sent to the page; never holds a secret. */
  reason?: string;
}

/** Every expected failure of an API route, the way to a once code above all. */
export class AppError extends Error {
  override name = 'AppError';
  readonly status: number;
  readonly retry: Retry;

  readonly code: ErrorCode;
  readonly details: AppErrorDetails;

  constructor(code: ErrorCode, details: AppErrorDetails = {}) {
    super(details.reason ? `${code}: ${details.reason}` : code);
    this.code = code;
    this.details = details;
    this.status = details.status ?? errorTable[code].status;
    this.retry = errorTable[code].retry;
  }
}
