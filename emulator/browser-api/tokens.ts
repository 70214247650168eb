/** The tokens of a session: issue, check, renew (call 7), issue one for a WebSocket (call 4), revoke (call 11). */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { VendorError } from '../errors';
import { answerFault } from '../fault-answer';
import type { FaultTarget } from '../faults';
import type { HttpEnv } from '../http-env';
import { randomValue } from '../random-value';
import type { CloudState } from '../state';
import type { Session, Token } from '../user';

/** All three are guesses: the vendor documents only that the first one is sent as `valid_period`. */
const ACCESS_LIFE_MS = 3_600_000;
const REFRESH_LIFE_MS = 24 * 3_600_000;
const SOCKET_LIFE_MS = 60_000;

export function issueTokens(cloud: CloudState, session: Session) {
  return {
    access_token: issue(cloud, session, 'access', ACCESS_LIFE_MS),
    refresh_token: issue(cloud, session, 'refresh', REFRESH_LIFE_MS),
    valid_period: ACCESS_LIFE_MS / 1000,
  };
}

function issue(cloud: CloudState, session: Session, kind: Token['kind'], lifeMs: number): string {
  const value = randomValue(64);
  cloud.tokens.set(value, { kind, session, expiresAtMs: cloud.now(session.user) + lifeMs });
  return value;
}

/** Returns the session of a valid token of this kind. */
function sessionOf(cloud: CloudState, value: string | undefined, kind: Token['kind']): Session {
  const token = cloud.tokens.get(value ?? '');
  if (token?.kind !== kind || cloud.now(token.session.user) >= token.expiresAtMs) {
    throw new VendorError('MSS.47010105');
  }
  return token.session;
}

/** Each token opens one WebSocket. */
export function spendSocketToken(cloud: CloudState, value: string | undefined): Session {
  const session = sessionOf(cloud, value, 'socket');
  cloud.tokens.delete(value ?? '');
  return session;
}

/** Requires a token. A requested fault of the call takes precedence. */
export function withSession(cloud: CloudState, target: FaultTarget, kind: Token['kind'] = 'access') {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const value = c.req.header('x-auth-token');
    const user = cloud.tokens.get(value ?? '')?.session.user;
    const trouble = await answerFault(c, cloud.takeFault(target, user), cloud.clock);
    if (trouble) return trouble;
    c.set('session', sessionOf(cloud, value, kind));
    await next();
  });
}

export function tokenCalls(cloud: CloudState): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .post('/create-once-token', withSession(cloud, 'create-once-token'), (c) =>
      c.json({ access_token: issue(cloud, c.var.session, 'socket', SOCKET_LIFE_MS) }),
    )
    .put('/token', withSession(cloud, 'token', 'refresh'), (c) => {
      cloud.tokens.delete(c.req.header('x-auth-token') ?? '');
      return c.json(issueTokens(cloud, c.var.session));
    })
    .delete('/token', withSession(cloud, 'token'), (c) => {
      cloud.forgetTokens(c.var.session);
      cloud.record(c.var.session.user, 'token-deleted');
      return c.json({}); // 200: the SDK treats any other status as a failure
    });
}
