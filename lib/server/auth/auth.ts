/**
 * Sign-in: next-auth behind `currentUser()`. Nothing else of the app knows next-auth, or that the session is a JWT.
 *
 * The session cookie (`authjs.session-token`; behind TLS `__Secure-authjs.session-token`) is `encode()` of
 * `next-auth/jwt` over `{ sub: <user ID>, name: <shown name> }` with AUTH_SECRET and the cookie's name as salt. It is
 * HttpOnly, SameSite=Lax, Secure behind TLS, and lives a day from sign-in: a JWT cannot be called back, and nothing
 * prolongs it while pages are read.
 */
import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth';
import { getToken } from 'next-auth/jwt';
import Credentials from 'next-auth/providers/credentials';
import GitHub from 'next-auth/providers/github';
import { AppError } from '../../api/errors';
import { outboundFetch } from '../http/outbound';
import { isHttps } from '../http/site-address';
import { type SignInSettings, signInSettings } from '../settings';
import { describeProblem, settingProblems } from '../settings-schema';
import { logAuthError } from './auth-log';
import { safeCallbackPath } from './callback-path';
import { demoPeople, findDemoPerson } from './demo-users';

export interface User {
  id: string;
  name: string;
}

const MAX_NAME_LENGTH = 100;
const SESSION_SECONDS = 24 * 60 * 60;

function providers({ demo, github, oidc }: SignInSettings): NextAuthConfig['providers'] {
  const list: NextAuthConfig['providers'] = [];
  if (demo) list.push(Credentials({ id: 'demo', credentials: { id: {} }, authorize: ({ id }) => findDemoPerson(id) }));
  const viaProxy = { [customFetch]: outboundFetch };
  if (github) list.push({ ...GitHub(github), ...viaProxy });
  // PKCE and the nonce each bind the answer to this browser. `state` would say the same once more, in 1,600 bytes of headers.
  if (oidc) list.push({ ...oidc, id: 'oidc', type: 'oidc', checks: ['pkce', 'nonce'], ...viaProxy });
  return list;
}

/** Made for each request: next-auth changes what it is given. */
function config(): NextAuthConfig {
  const settings = signInSettings();
  return {
    secret: settings.secrets,
    // The address is AUTH_URL's, or the one the person uses; nothing secret is ever sent to it.
    trustHost: true,
    // Without this, next-auth takes a path in AUTH_URL for the base path of its routes, which is fixed here.
    basePath: '/api/auth',
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: providers(settings),
    callbacks: {
      // `account` is there at sign-in only. The ID is the provider's: next-auth's own is new each time. No e-mail is
      // kept.
      jwt: ({ token, account, user }) =>
        account
          ? {
              sub: account.provider === 'demo' ? user.id : `${account.provider}:${account.providerAccountId}`,
              name: shownName(token.name),
            }
          : token,
      // A path, so that it leads back to the host the person came by, whichever it is.
      redirect: ({ url, baseUrl }) => safeCallbackPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url),
    },
    logger: { error: logAuthError },
  };
}

/** The cookie holds it with every request, and providers know names of any length. */
const shownName = (name: unknown) =>
  typeof name === 'string' || typeof name === 'number'
    ? [...String(name)].slice(0, MAX_NAME_LENGTH).join('')
    : undefined;

export const { handlers, signIn, signOut } = NextAuth(config);

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

export interface SignInOptions {
  demoPeople: readonly User[];
  /** Real identity providers, for `signInWith`. */
  providers: { id: string; name: string }[];
}

/** What the sign-in page offers. */
export function signInOptions(): SignInOptions {
  const { demo, github, oidc } = signInSettings();
  return {
    demoPeople: demo ? demoPeople : [],
    providers: [
      ...(github ? [{ id: 'github', name: 'GitHub' }] : []),
      ...(oidc ? [{ id: 'oidc', name: oidc.name }] : []),
    ],
  };
}
