/**
 * The server's log: one JSON object per line, on standard output. Never pass it a secret; as a precaution, fields with
 * the name of a secret are redacted. A user appears as a hash of their ID. To find the lines of an ID, search for the
 * first 16 digits of `printf %s ID | sha256sum`.
 */
import { createHash } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { AppError, ErrorCode } from '../api/errors.ts';

const SECRETS = [
  'onceCode',
  'once_code',
  'authorization',
  'cookie',
  'set-cookie',
  'x-auth-token',
  'x-subject-token',
  'x-security-token',
  'password',
  'secret',
  'sk',
  'token',
];
/** pino's paths for these fields on the top level and on the two levels below. */
const secretPaths = SECRETS.flatMap((name) => ['', '*', '*.*'].map((parents) => `${parents}["${name}"]`));

export function createLogger(destination?: DestinationStream): Logger {
  const options = {
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretPaths, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

export const log = createLogger();

/** How the log names a user: the first 16 hexadecimal digits of SHA-256. */
export const hashUserId = (userId: string): string =>
  createHash('sha256').update(userId, 'utf8').digest('hex').slice(0, 16);

export interface OnceCodeEvent {
  requestId: string;
  /** Undefined when no user is signed in. */
  userId: string | undefined;
  tookMs: number;
}

const fieldsOf = ({ requestId, userId, tookMs }: OnceCodeEvent) => ({
  requestId,
  user: userId === undefined ? undefined : hashUserId(userId),
  tookMs: Math.round(tookMs),
});

export function logIssued(event: OnceCodeEvent, to: Logger = log): void {
  to.info({ event: 'once_code_issued', ...fieldsOf(event) });
}

export function logRefused(event: OnceCodeEvent, { code, status, details }: AppError, to: Logger = log): void {
  const { cloudStatus, cloudCode, reason } = details;
  const line = { event: 'once_code_refused', code, status, cloudStatus, cloudCode, reason, ...fieldsOf(event) };
  if (CAUSED_BY_USER.has(code)) to.info(line);
  else to.error(line);
}

/** Errors that the user or their browser causes. All others are the operator's to fix. */
const CAUSED_BY_USER: ReadonlySet<ErrorCode> = new Set(['signed_out', 'cross_origin', 'other_user', 'rate_limited']);
