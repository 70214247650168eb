/** The wire contract of `POST /api/once-code`. It uses no schema library, so that the page does not load one. */
import type { Retry } from './errors.ts';

/** 200: a once code for the signed-in user, with what `HwICSUiSdk.create` needs to use it. */
export interface OnceCodeAnswer {
  onceCode: string;
  /** ISO 8601, by the server's clock. The page counts from its own request, because every other clock may be wrong. */
  expiresAt: string;
  /** The host, and port if any, that the SDK connects to, without scheme. */
  serverAddress: string;
  /** The ID of the default digital human. */
  robotId: string;
  /** An opaque handle for the user and the session. Pass it to `create()` as `client_id` in `extendParamStr`. */
  clientId?: string | undefined;
  /** The longest time the session may be live, in seconds, if the operator limits it. */
  endsInSeconds?: number | undefined;
  /** Which limit that is: `time_up` for the one on a session, `minutes` for the one on the user's minutes. */
  endsBy?: 'time_up' | 'minutes' | undefined;
}

/** Any other status: `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** A code of `errors.ts`. */
  code: string;
  retry: Retry;
  /** Identifies the line in the server's log, and the call for the cloud's support if the cloud answered. */
  requestId: string;
  /** For `cloud_refused`: the cloud's own error code, such as `APIG.0301`. */
  cloudCode?: string;
  /** For `rate_limited`: `minutes` if the user's minutes are used up; otherwise the number of starts is limited. */
  limit?: string;
  /** For `cross_origin`, outside production: which origin was sent and which was expected. */
  detail?: string;
}

/** Sent with the request: the server's opaque token for the user that the page shows. */
export const SHOWN_USER_HEADER = 'x-shown-user';

/** A once code is valid for five minutes (MetaStudio docs, "Creating a One-Off Authentication Code"). */
export const ONCE_CODE_LIFE_MS = 300_000;

/** Checks the body of a 200, which may be anything, such as a proxy's page. Only a complete answer goes to the SDK. */
export function isOnceCodeAnswer(value: unknown): value is OnceCodeAnswer {
  const { onceCode, expiresAt, serverAddress, robotId, clientId, endsInSeconds, endsBy } = fieldsOf(value);
  return (
    (clientId === undefined || isFilled(clientId)) &&
    (endsInSeconds === undefined || (typeof endsInSeconds === 'number' && endsInSeconds >= 0)) &&
    (endsBy === undefined || endsBy === 'time_up' || endsBy === 'minutes') &&
    [onceCode, serverAddress, robotId].every(isFilled) &&
    isFilled(expiresAt) &&
    !Number.isNaN(Date.parse(expiresAt))
  );
}

export function isProblem(value: unknown): value is Problem {
  const { code, retry, requestId, cloudCode, limit } = fieldsOf(value);
  return (
    isFilled(code) &&
    (limit === undefined || typeof limit === 'string') &&
    (retry === 'auto' || retry === 'manual' || retry === 'never') &&
    typeof requestId === 'string' &&
    (cloudCode === undefined || typeof cloudCode === 'string')
  );
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';
