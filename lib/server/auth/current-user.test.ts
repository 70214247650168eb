import { encode } from 'next-auth/jwt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('server-only', () => ({}));
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));

import { provideSessionControl, sessionControl } from '../sessions/session-control.ts';
import { SessionWorld } from '../testing/session-world.ts';
import { currentUser } from './current-user.ts';
import { refuseOldDemoSignIns } from './demo-sign-ins.ts';

const SECRET = 'secret';
const COOKIE = 'authjs.session-token';

beforeEach(() => {
  vi.stubEnv('AUTH_SECRET', SECRET);
  vi.stubEnv('AUTH_URL', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  provideSessionControl(undefined);
});

interface SentCookie {
  /** The name of the cookie. */
  name?: string;
  salt?: string;
  secret?: string;
  maxAge?: number;
  token?: Record<string, unknown>;
  headers?: Record<string, string>;
}

async function userOf(sent: SentCookie = {}) {
  const { name = COOKIE, salt = name, secret = SECRET, maxAge = 3600, headers = {} } = sent;
  const token = sent.token ?? { sub: 'oidc:42', name: 'Ada Lovelace' };
  const value = await encode({ token, secret, salt, maxAge });
  request.headers = new Headers({ host: 'localhost:3000', cookie: `${name}=${value}`, ...headers });
  return currentUser();
}

it('the current user is the user of the session cookie', async () => {
  expect(await userOf()).toEqual({ id: 'oidc:42', name: 'Ada Lovelace' });
  expect(await userOf({ token: { sub: '李雷', name: '李雷' } })).toEqual({ id: '李雷', name: '李雷' });
});

it('a user without a name is shown with their ID', async () => {
  expect(await userOf({ token: { sub: 'oidc:7' } })).toEqual({ id: 'oidc:7', name: 'oidc:7' });
});

it('behind TLS only the cookie with the secure name is read', async () => {
  const https = { 'x-forwarded-proto': 'https' };
  expect(await userOf({ name: `__Secure-${COOKIE}`, headers: https })).toMatchObject({ id: 'oidc:42' });
  expect(await userOf({ headers: https })).toBeNull();
});

it('a cookie of the older secret is valid during a rotation', async () => {
  vi.stubEnv('AUTH_SECRET_1', 'newer');
  expect(await userOf()).toMatchObject({ id: 'oidc:42' });
  vi.stubEnv('AUTH_SECRET', 'replaced');
  expect(await userOf()).toBeNull();
});

it.each<[string, SentCookie]>([
  ['of another secret', { secret: 'another' }],
  ['of another cookie', { salt: 'authjs.csrf-token' }],
  ['that has expired', { maxAge: -60 }],
  ['without a user ID', { token: { name: 'Ada' } }],
  ['under another name', { name: 'session', salt: COOKIE }],
])('there is no current user for a session %s', async (_, sent) => {
  expect(await userOf(sent)).toBeNull();
});

it.each(['', `${COOKIE}=`, `${COOKIE}=not.a.jwe`])('there is no current user for the cookies "%s"', async (cookie) => {
  request.headers = new Headers({ host: 'localhost:3000', cookie, 'x-user': 'ada', authorization: 'Bearer ada' });
  expect(await currentUser()).toBeNull();
});

it('there is no current user after a sign-out everywhere, until the user signs in again', async () => {
  const world = new SessionWorld();
  vi.useFakeTimers({ now: world.clock.wallMs() + 500, toFake: ['Date'] });
  provideSessionControl(world.keeper());
  const signedIn = (ms: number) => ({ token: { sub: 'oidc:42', signedInAtMs: world.clock.wallMs() + ms } });
  const old = signedIn(0);
  await world.clock.advance(700);
  await sessionControl()?.refuseSignIns('oidc:42');
  expect(await userOf(old)).toBeNull();
  expect(await userOf(signedIn(1))).toMatchObject({ id: 'oidc:42' });
  // A cookie without the time of the sign-in has the second in which it was created.
  expect(await userOf()).toBeNull();
  vi.setSystemTime(world.clock.wallMs() + 1_000);
  expect(await userOf()).toMatchObject({ id: 'oidc:42' });
  expect(await userOf({ token: { sub: 'oidc:7', signedInAtMs: 0 } })).toMatchObject({ id: 'oidc:7' });
});

it('there is no current user a day after the sign-in, although next-auth has returned a newer cookie since', async () => {
  const day = 24 * 60 * 60 * 1000;
  vi.useFakeTimers({ toFake: ['Date'] });
  // The time of the sign-in is Redis's, whose clock may be far off.
  const token = { sub: 'oidc:42', signedInAtMs: Date.now() - 2 * day, endsAtMs: Date.now() + day };
  vi.setSystemTime(Date.now() + day - 1);
  expect(await userOf({ token })).toMatchObject({ id: 'oidc:42' });
  vi.setSystemTime(Date.now() + 1);
  expect(await userOf({ token })).toBeNull();
});

it('a demo user is no longer signed in after a server without DEMO_LOGIN started', async () => {
  const world = new SessionWorld();
  provideSessionControl(world.keeper());
  const signedInAtMs = world.clock.wallMs();
  const [ada, liLei, other] = ['ada.lovelace', '李雷', 'oidc:42'].map((sub) => ({ token: { sub, signedInAtMs } }));
  await refuseOldDemoSignIns({ DEMO_LOGIN: '1' });
  expect(await userOf(ada)).toMatchObject({ id: 'ada.lovelace' });
  await refuseOldDemoSignIns({ DEMO_LOGIN: '' });
  expect([await userOf(ada), await userOf(liLei)]).toEqual([null, null]);
  expect(await userOf(other)).toMatchObject({ id: 'oidc:42' });
});

it('a missing secret is an error, not a sign-out', async () => {
  vi.stubEnv('AUTH_SECRET', '');
  await expect(userOf()).rejects.toMatchObject({ code: 'misconfigured' });
});
