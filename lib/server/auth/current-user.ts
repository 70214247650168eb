/**
 * The signed-in user. To use another sign-in, replace `currentUser()`.
 *
 * The session cookie (`authjs.session-token`; behind TLS `__Secure-authjs.session-token`) is `encode()` of
 * `next-auth/jwt` over `{ sub: <user ID>, name: <shown name> }` with AUTH_SECRET and the cookie's name as salt. It is
 * HttpOnly, SameSite=Lax, Secure behind TLS, and valid for a day from the sign-in, although next-auth's
 * `/api/auth/session` returns a newer cookie each time: `endsAtMs` says when. *Sign out everywhere* invalidates it
 * earlier, by the time of the sign-in: `signedInAtMs`, which is Redis's where there is one.
 */
import 'server-only';
import { headers } from 'next/headers';
import { getToken, type JWT } from 'next-auth/jwt';
import { isHttps } from '../http/site-address.ts';
import { sessionControl } from '../sessions/session-control.ts';
import { routeSettings, siteSettings } from '../settings.ts';
import { assertNone } from '../settings-schema.ts';

export const SESSION_SECONDS = 24 * 60 * 60;

export interface User {
  id: string;
  name: string;
}

const signInProblems = () =>
  routeSettings.read().problems.filter(({ name }) => name === 'AUTH_SECRET' || name === 'AUTH_URL');

/** For pages and actions, which show a page instead of an error. With wrong settings, next-auth itself throws. */
export const canSignIn = (): boolean => signInProblems().length === 0;

/** @throws AppError `misconfigured` */
export const assertSignInSettings = (): void => assertNone(signInProblems());

/**
 * Returns the signed-in user, or null, for pages, route handlers and actions. It reads the session cookie itself,
 * because next-auth's `auth()` encrypts a new session on every call, and finds no user when its callback-url cookie is
 * malformed.
 * @throws AppError `misconfigured`, so that a wrong setting does not look like a sign-out
 */
export async function currentUser(): Promise<User | null> {
  assertSignInSettings();
  const { secrets, url } = siteSettings();
  const sent = await headers();
  const cookie = sent.get('cookie') ?? '';
  const token = await getToken({ req: { headers: { cookie } }, secret: secrets, secureCookie: isHttps(sent, url) });
  if (!token?.sub || (await isSignInOver(token))) return null;
  return { id: token.sub, name: token.name ?? token.sub };
}

/** True if the day of this sign-in is over, or the user has signed out everywhere since. */
export async function isSignInOver(token: JWT): Promise<boolean> {
  const { endsAtMs, signedInAtMs } = timesOf(token);
  return Date.now() >= endsAtMs || (await sessionControl()?.areSignInsRefused(token.sub ?? '', signedInAtMs)) === true;
}

/** A cookie of another sign-in has only `iat`. */
export const timesOf = ({ iat = 0, endsAtMs = (iat + SESSION_SECONDS) * 1000, signedInAtMs = iat * 1000 }: JWT) =>
  ({ endsAtMs, signedInAtMs }) as { endsAtMs: number; signedInAtMs: number };
