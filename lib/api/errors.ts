/**
 * All error codes of our API. The routes read the status; the page reads whether to retry, and has a message for each.
 */

/** Whether a retry can help: the page retries by itself, only when the user asks, or not at all. */
export type Retry = 'auto' | 'manual' | 'never';

export const errorTable = {
  signed_out: { status: 401, retry: 'never', title: 'No user is signed in' },
  cross_origin: { status: 403, retry: 'never', title: 'The request comes from another site' },
  other_user: { status: 409, retry: 'never', title: 'The page shows a different user from the one signed in' },
  rate_limited: { status: 429, retry: 'manual', title: 'Too many conversations were started' },
  cloud_refused: { status: 502, retry: 'never', title: 'The cloud refused the request' },
  cloud_unavailable: { status: 502, retry: 'auto', title: 'The cloud gave no usable answer' },
  misconfigured: { status: 503, retry: 'never', title: 'A setting of this server is missing or wrong' },
  invalid_user_id: { status: 502, retry: 'never', title: 'The user’s ID cannot be sent to the cloud' },
  internal_error: { status: 500, retry: 'manual', title: 'This server failed' },
} as const satisfies Record<string, { status: number; retry: Retry; title: string }>;

export type ErrorCode = keyof typeof errorTable;

export interface AppErrorDetails {
  /** Overrides the table's status: `cloud_unavailable` is 504 after a time-out. */
  status?: number;
  /** The HTTP status of the cloud's answer. */
  cloudStatus?: number;
  /** The cloud's own error code, such as `APIG.0301`. */
  cloudCode?: string | undefined;
  /** The cloud's request ID, for its support. */
  requestId?: string | undefined;
  /** For `rate_limited`: how long to wait, in seconds. */
  retryAfterSeconds?: number | undefined;
  /** For `rate_limited`: what is limited, if it is not the number of starts. Sent to the page. */
  limit?: 'minutes' | undefined;
  /**
   * What happened, for the server's log. It is not sent to the page (`cross_origin` outside production is the
   * exception). Never put a secret in it.
   */
  reason?: string;
}

/**
 * An expected error of an API route. `problemResponse()` turns it into an answer.
 * @example
 * throw new AppError('rate_limited', { retryAfterSeconds: 60, reason: 'more than 6 in a minute' });
 */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ErrorCode;
  readonly details: AppErrorDetails;
  readonly status: number;
  readonly retry: Retry;

  /** @param options its `cause` is for a debugger; never put a secret in it */
  constructor(code: ErrorCode, details: AppErrorDetails = {}, options?: ErrorOptions) {
    super(details.reason ? `${code}: ${details.reason}` : code, options);
    this.code = code;
    this.details = details;
    this.status = details.status ?? errorTable[code].status;
    this.retry = errorTable[code].retry;
  }
}
