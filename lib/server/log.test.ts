import { describe, expect, it } from 'vitest';
import { AppError } from '../api/errors.ts';
import { logAuthError, logProviderAnswer } from './auth/auth-log.ts';
import { createLogger, logIssued, logRefused } from './log.ts';

const capture = () => {
  const lines: string[] = [];
  return { lines, logger: createLogger({ write: (line) => lines.push(line) }) };
};

describe('the log', () => {
  it('redacts a field with the name of a secret', () => {
    const { lines, logger } = capture();
    const secrets = {
      onceCode: 'S',
      once_code: 'S',
      authorization: 'S',
      'x-auth-token': 'S',
      cookie: 'S',
      password: 'S',
    };
    logger.info({ ...secrets, headers: secrets, request: { headers: secrets } });
    expect(lines[0]?.match(/"S"/g)).toBeNull();
    expect(lines[0]?.match(/\[redacted\]/g)).toHaveLength(18);
  });

  it('writes one line for an issued code, with a hash for the user', () => {
    const { lines, logger } = capture();
    logIssued({ requestId: 'r-1', userId: 'ada.lovelace', tookMs: 12.3 }, logger);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      event: 'once_code_issued',
      requestId: 'r-1',
      user: expect.stringMatching(/^[\da-f]{16}$/),
      tookMs: 12,
    });
  });

  it('has a higher level for the operator’s errors than for the user’s', () => {
    const { lines, logger } = capture();
    const event = { requestId: 'r', userId: undefined, tookMs: 0 };
    logRefused(event, new AppError('signed_out'), logger);
    logRefused(event, new AppError('misconfigured', { reason: 'X is not set' }), logger);
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['info', 'error']);
  });
});

/** Like next-auth's `AuthError`: a `type`, and a `cause` that contains the real error. */
const authError = (type: string, cause?: object) => Object.assign(new Error(type, { cause }), { type });

describe('the log of next-auth', () => {
  it('has one line at level info for errors that any user can cause', () => {
    const { lines, logger } = capture();
    logAuthError(authError('CredentialsSignin'), logger);
    logAuthError(authError('JWTSessionError', { err: new Error('x') }), logger);
    // Requests for paths that no page uses: /api/auth/signin/nope, /api/auth/webauthn-options.
    logAuthError(new Error('Provider with id "nope" not found. Available providers: [oidc].'), logger);
    logAuthError(authError('MissingAdapter'), logger);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', type: 'CredentialsSignin' },
      { level: 'info', type: 'JWTSessionError' },
      { level: 'info', type: 'Error' },
      { level: 'info', type: 'MissingAdapter' },
    ]);
  });

  it('has one at level error, without the error’s text, for the operator’s errors', () => {
    const { lines, logger } = capture();
    const cause = Object.assign(new Error('token=SECRET'), { code: 'OAUTH_RESPONSE_IS_NOT_CONFORM' });
    logAuthError(authError('CallbackRouteError', { err: cause, access_token: 'SECRET' }), logger);
    expect(lines[0]).not.toContain('SECRET');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      type: 'CallbackRouteError',
      reason: 'OAUTH_RESPONSE_IS_NOT_CONFORM',
      setting: 'AUTH_OIDC_ISSUER',
    });
  });

  /** Like an error of oauth4webapi after a build, which shortens the class name to two letters. */
  const minified = (code: string, more: object = {}) => Object.assign(new Error('x'), { name: 'ek', code, ...more });

  it.each<[what: string, error: Error, reason: string, setting: string | undefined]>([
    [
      'the issuer is another',
      minified('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED'),
      'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
      'AUTH_OIDC_ISSUER',
    ],
    [
      'nothing listens at the issuer',
      new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }),
      'ECONNREFUSED',
      'AUTH_OIDC_ISSUER',
    ],
    [
      'its certificate has expired',
      new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }) }),
      'CERT_HAS_EXPIRED',
      'AUTH_OIDC_ISSUER',
    ],
    [
      'the secret is wrong',
      authError('CallbackRouteError', {
        err: minified('OAUTH_RESPONSE_BODY_ERROR', { error: 'invalid_client', cause: { error: 'invalid_client' } }),
        provider: 'oidc',
      }),
      'OAUTH_RESPONSE_BODY_ERROR invalid_client',
      'AUTH_OIDC_SECRET',
    ],
    [
      'GitHub’s is wrong',
      authError('CallbackRouteError', {
        err: minified('OAUTH_RESPONSE_BODY_ERROR', { error: 'incorrect_client_credentials' }),
        provider: 'github',
      }),
      'OAUTH_RESPONSE_BODY_ERROR incorrect_client_credentials',
      'AUTH_GITHUB_SECRET',
    ],
    [
      'the callback address is not registered',
      authError('CallbackRouteError', {
        err: minified('X_CODE', { error: 'redirect_uri_mismatch' }),
        provider: 'oidc',
      }),
      'X_CODE redirect_uri_mismatch',
      'AUTH_URL',
    ],
  ])('names code, cause and setting when %s', (_, error, reason, setting) => {
    const { lines, logger } = capture();
    logAuthError(error, logger);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', reason, setting });
    expect(lines[0]).not.toContain('"ek"');
  });

  it('has level info for a crafted callback', () => {
    const { lines, logger } = capture();
    logAuthError(authError('CallbackRouteError', { err: minified('OAUTH_INVALID_RESPONSE') }), logger);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', reason: 'OAUTH_INVALID_RESPONSE' });
  });

  it('has level info when the user refuses at the provider', () => {
    const { lines, logger } = capture();
    for (const answer of ['access_denied', 'login_required', 'server_error', 'x y<script>'])
      logProviderAnswer(answer, logger);
    logAuthError(authError('OAuthCallbackError'), logger);
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['info', 'info', 'warn', 'warn', 'info']);
    expect(lines.join('')).not.toContain('script');
  });
});
