/**
 * The server's log: one JSON object a line, on standard output. Nobody may pass it a secret; if somebody does, it is
 * redacted by its name. A person appears as a hash of their ID, because logs travel further than the user table. Who
 * knows an ID can still find its lines (`printf %s ID | sha256sum`, the first 16 digits).
 */
import { createHash } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { AppError, ErrorCode } from '../api/errors';
import type { SessionReport } from '../api/session-report';

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
/** pino's paths: at the top of a line, and one and two levels below. */
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

export const hashUserId = (userId: string): string =>
  createHash('sha256').update(userId, 'utf8').digest('hex').slice(0, 16);

export interface OnceCodeEvent {
  requestId: string;
  /** Undefined when nobody is signed in. */
  userId: string | undefined;
  tookMs: number;
}

const fieldsOf = ({ requestId, userId, tookMs }: OnceCodeEvent) => ({
  requestId,
  user: userId === undefined ? undefined : hashUserId(userId),
  tookMs: Math.round(tookMs),
});

export function logMinted(event: OnceCodeEvent, to: Logger = log): void {
  to.info({ event: 'once_code_minted', ...fieldsOf(event) });
}

export function logRefused(event: OnceCodeEvent, { code, status, details }: AppError, to: Logger = log): void {
  const { cloudStatus, cloudCode, reason } = details;
  const line = { event: 'once_code_refused', code, status, cloudStatus, cloudCode, reason, ...fieldsOf(event) };
  if (CAUSED_BY_THE_PERSON.has(code)) to.info(line);
  else to.error(line);
}

/** By the person or their browser; everything else is for the operator to repair. */
const CAUSED_BY_THE_PERSON: ReadonlySet<ErrorCode> = new Set([
  'signed_out',
  'cross_origin',
  'other_user',
  'rate_limited',
]);

export interface SessionEvent {
  requestId: string;
  userId: string;
  report: SessionReport;
}

/** Who talked when: from `liveMs` before the time of the line until then. What was said is not logged. */
export function logSession({ requestId, userId, report }: SessionEvent, to: Logger = log): void {
  to.info({ event: 'session_over', requestId, user: hashUserId(userId), ...report });
}
