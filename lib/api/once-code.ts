/**
 * The wire contract of `POST /api/once-code`, shared by the route and the page. The checks need no schema library, so the
 * page does not load one for two flat objects.
 */
import type { Retry } from './errors';

/** 200: a once code for the signed-in user, with all that `HwICSUiSdk.create` needs beside it. */
export interface OnceCodeAnswer {
  onceCode: string;
  /** ISO 8601, by the server's clock: compare it with the answer's `Date` header, never with the browser's clock. */
  expiresAt: string;
  /** Host (and port) without scheme, as the vendor's SDK wants it. */
  serverAddress: string;
  robotId: string;
  /** Opaque; passed to `create()` in `extendParamStr`, so that the server knows who asks and whose session it is. */
  clientId?: string | undefined;
}

/** Any other status: `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  retry: Retry;
  requestId: string;
  cloudCode?: string;
  /** Only in development. */
  detail?: string;
}

/** A once code lives five minutes from its creation (MetaStudio docs, "Creating a One-Off Authentication Code"). */
export const ONCE_CODE_LIFE_MS = 300_000;

/** A 200 may hold anything, such as a proxy's error page. Only a complete answer is given to the SDK. */
export function isOnceCodeAnswer(value: unknown): value is OnceCodeAnswer {
  const { onceCode, expiresAt, serverAddress, robotId, clientId } = fieldsOf(value);
  return (
    (clientId === undefined || isFilled(clientId)) &&
    [onceCode, serverAddress, robotId].every(isFilled) &&
    isFilled(expiresAt) &&
    !Number.isNaN(Date.parse(expiresAt))
  );
}

export function isProblem(value: unknown): value is Problem {
  const { code, retry, requestId, cloudCode } = fieldsOf(value);
  return (
    isFilled(code) &&
    (retry === 'auto' || retry === 'manual' || retry === 'never') &&
    typeof requestId === 'string' &&
    (cloudCode === undefined || typeof cloudCode === 'string')
  );
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';
