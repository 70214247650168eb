/**
 * Who is signed in. To use another sign-in, replace `currentUser()`.
 *
 * The session cookie (`authjs.session-token`; behind TLS `__Secure-authjs.session-token`) is `encode()` of
 * `next-auth/jwt` over `{ sub: <user ID>, name: <shown name> }` with AUTH_SECRET and the cookie's name as salt. It is
 * HttpOnly, SameSite=Lax, Secure behind TLS, and lives a day from sign-in: a JWT cannot be called back, and nothing
 * prolongs it while pages are read.
 */
import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getToken } from 'next-auth/jwt';
import { AppError } from '../../api/errors';
import { isHttps } from '../http/site-address';
import { signInSettings } from '../settings';
import { describeProblem, settingProblems } from '../settings-schema';

export interface User {
  id: string;
  name: string;
}

const signInProblems = () => settingProblems().filter(({ name }) => name === 'AUTH_SECRET' || name === 'AUTH_URL');

/** For pages and actions, which show a page instead of an error: with wrong settings next-auth itself throws. */
export const canSignIn = (): boolean => signInProblems().length === 0;

/** @throws AppError `misconfigured` */
export function assertSignInSettings(): void {
  const problems = signInProblems();
  if (problems.length > 0) throw new AppError('misconfigured', { reason: problems.map(describeProblem).join('; ') });
}

/**
 * Who is signed in, for pages, route handlers and actions. Reads the session cookie itself: next-auth's `auth()`
 * encrypts a new session on every call, and says "nobody" when its callback-url cookie is malformed.
 * @throws AppError `misconfigured`: a wrong setting must not look like being signed out
 */
export async function currentUser(): Promise<User | null> {
  assertSignInSettings();
  const { secrets, url } = signInSettings();
  const sent = await headers();
  const cookie = sent.get('cookie') ?? '';
  const token = await getToken({ req: { headers: { cookie } }, secret: secrets, secureCookie: isHttps(sent, url) });
  return token?.sub ? { id: token.sub, name: token.name ?? token.sub } : null;
}

/** For pages: the user, or off to the sign-in page and back to `path`. */
export async function requireUser(path: string): Promise<User> {
  return (await currentUser()) ?? redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}
