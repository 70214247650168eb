/**
 * What next-auth reports, as one line of the log, without the request it happened in, which may hold tokens.
 * Apart from `auth.ts`, so that its test runs without Next.
 */
import type { Logger } from 'pino';
import { log } from './log';

/** Anybody can cause these from outside, with a stale cookie or a made-up request: worth a line, not an alarm. */
const FROM_OUTSIDE = new Set([
  'CredentialsSignin',
  'JWTSessionError',
  'UnknownAction',
  'InvalidCallbackUrl',
  'MissingCSRF',
  'InvalidCheck',
  'InvalidProvider',
  'AccessDenied',
  'SyntaxError',
]);

export function logAuthError(error: Error, to: Logger = log): void {
  const type = 'type' in error && typeof error.type === 'string' ? error.type : error.name;
  if (FROM_OUTSIDE.has(type)) to.info({ event: 'sign_in_refused', type });
  else to.error({ event: 'sign_in_failed', type, reason: causeOf(error) });
}

/** The name and code alone: messages may quote what the identity provider sent. */
function causeOf({ cause }: Error): string | undefined {
  const inner = cause && typeof cause === 'object' && 'err' in cause ? cause.err : cause;
  if (!(inner instanceof Error)) return undefined;
  return 'code' in inner && typeof inner.code === 'string' ? `${inner.name} ${inner.code}` : inner.name;
}
