import { describe, expect, it } from 'vitest';
import { AppError } from '../errors';
import { logAuthError } from './auth-log';
import { createLogger, logMinted, logRefused } from './log';

const capture = () => {
  const lines: string[] = [];
  return { lines, logger: createLogger({ write: (line) => lines.push(line) }) };
};

describe('the log', () => {
  it('redacts a secret by its name, should anybody pass one', () => {
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

  it('has one line for a code minted, with a hash for the person', () => {
    const { lines, logger } = capture();
    logMinted({ requestId: 'r-1', userId: 'ada.lovelace', tookMs: 12.3 }, logger);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      event: 'once_code_minted',
      requestId: 'r-1',
      user: expect.stringMatching(/^[\da-f]{16}$/),
      tookMs: 12,
    });
  });

  it('is louder about the operator’s affairs than about the person’s', () => {
    const { lines, logger } = capture();
    const event = { requestId: 'r', userId: undefined, tookMs: 0 };
    logRefused(event, new AppError('signed_out'), logger);
    logRefused(event, new AppError('misconfigured', { reason: 'X is not set' }), logger);
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['info', 'error']);
  });
});

/** As next-auth's `AuthError`: a `type`, and a `cause` that holds the real error among other things. */
const authError = (type: string, cause?: object) => Object.assign(new Error(type, { cause }), { type });

describe('what next-auth reports', () => {
  it('is one quiet line for what anybody can cause', () => {
    const { lines, logger } = capture();
    logAuthError(authError('CredentialsSignin'), logger);
    logAuthError(authError('JWTSessionError', { err: new Error('x') }), logger);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', type: 'CredentialsSignin' },
      { level: 'info', type: 'JWTSessionError' },
    ]);
  });

  it('is an error without its text for what the operator must see', () => {
    const { lines, logger } = capture();
    const cause = Object.assign(new Error('token=SECRET'), { code: 'OAUTH_RESPONSE_IS_NOT_CONFORM' });
    logAuthError(authError('CallbackRouteError', { err: cause, access_token: 'SECRET' }), logger);
    expect(lines[0]).not.toContain('SECRET');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', reason: 'Error OAUTH_RESPONSE_IS_NOT_CONFORM' });
  });
});
