/**
 * Logs what next-auth reports as one line: codes and the setting to check, without the request and the provider's text,
 * which may contain tokens. It does not use class names, because the build shortens them. Separate from `auth.ts`, so
 * that its test runs without Next.
 */
import type { Logger } from 'pino';
import { log } from '../log.ts';

/** Anyone can cause these, with an old cookie or a crafted request, so they are logged at level `info`. */
const FROM_OUTSIDE = new Set([
  'CredentialsSignin',
  'JWTSessionError',
  'UnknownAction',
  'InvalidCallbackUrl',
  'MissingCSRF',
  'InvalidCheck',
  'InvalidProvider',
  // The action for WebAuthn, which needs a database of users.
  'MissingAdapter',
  'AccessDenied',
  // The provider redirected the user without a code: `logProviderAnswer` logs why.
  'OAuthCallbackError',
]);

/** The message of the error for a path such as `/api/auth/signin/nope`. It has no type. */
const UNKNOWN_PROVIDER = /^Provider with id "/;

export function logAuthError(error: Error, to: Logger = log): void {
  // Errors of next-auth have a `type`; errors of other libraries have a code.
  const type = fieldOf(error, 'type') ?? 'Error';
  if (FROM_OUTSIDE.has(type) || error instanceof SyntaxError || UNKNOWN_PROVIDER.test(error.message)) {
    to.info({ event: 'sign_in_refused', type });
    return;
  }
  const codes = codesOf(error);
  const setting = settingOf(codes, providerOf(error));
  const line = { event: 'sign_in_failed', type, reason: codes.join(' ') || undefined, setting };
  // Caused by a crafted callback, or by a provider that does not follow the protocol.
  if (codes.join() === 'OAUTH_INVALID_RESPONSE') to.warn(line);
  else to.error(line);
}

/** The codes for a user who refuses, and those of the provider (OpenID Connect Core 1.0, section 3.1.2.6). */
const BY_THE_PERSON =
  /^(access_denied|login_required|interaction_required|consent_required|account_selection_required)$/;

/** Logs the `error` that the provider added to the callback URL. A user's refusal is not an error. */
export function logProviderAnswer(error: string, to: Logger = log): void {
  const reason = /^[a-z_]{1,40}$/.test(error) ? error : 'an error of another form';
  if (BY_THE_PERSON.test(reason)) to.info({ event: 'sign_in_refused', type: 'ProviderAnswer', reason });
  else to.warn({ event: 'sign_in_failed', type: 'ProviderAnswer', reason });
}

/**
 * The codes from the outermost error to the first cause, such as `OAUTH_RESPONSE_BODY_ERROR invalid_client`,
 * `ECONNREFUSED`.
 */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const code = fieldOf(error, 'code');
  const oauthError = fieldOf(error, 'error');
  const found = [
    ...(code && /^[A-Z][A-Z\d_]{2,60}$/.test(code) ? [code] : []),
    ...(oauthError && /^[a-z_]{1,40}$/.test(oauthError) ? [oauthError] : []),
  ];
  const { cause, err } = error as { cause?: unknown; err?: unknown };
  return [...new Set([...found, ...codesOf(err, depth + 1), ...codesOf(cause, depth + 1)])];
}

const NETWORK = /^(E[A-Z]+|UND_ERR_\w+|CERT_\w+|\w*CERT\w*|ERR_TLS_\w+)$/;

/** Where the operator should look first. */
function settingOf(codes: string[], provider: string | undefined): string | undefined {
  const prefix = provider === 'github' ? 'AUTH_GITHUB' : 'AUTH_OIDC';
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  if (has(/^(invalid_client|unauthorized_client|incorrect_client_credentials|OAUTH_WWW_AUTHENTICATE_CHALLENGE)$/))
    return `${prefix}_SECRET`;
  if (has(/^(redirect_uri_mismatch|invalid_redirect_uri)$/)) return 'AUTH_URL';
  const isAboutTheIssuer = has(/^OAUTH_(JSON_ATTRIBUTE_COMPARISON|JWT_CLAIM_COMPARISON|RESPONSE_IS_NOT|PARSE)/);
  return prefix === 'AUTH_OIDC' && (has(NETWORK) || isAboutTheIssuer) ? 'AUTH_OIDC_ISSUER' : undefined;
}

const providerOf = ({ cause }: Error): string | undefined =>
  typeof cause === 'object' && cause !== null ? fieldOf(cause, 'provider') : undefined;

function fieldOf(from: object, name: string): string | undefined {
  const value = (from as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}
