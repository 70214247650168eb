/** Sign-in by next-auth. A user's session is a cookie that next-auth encrypts; `current-user.ts` reads it. */
import 'server-only';
import type { NextRequest } from 'next/server';
import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import GitHub from 'next-auth/providers/github';
import { sessionControl } from '../sessions/session-control.ts';
import { logAuthError } from './auth-log.ts';
import { safeCallbackPath } from './callback-path.ts';
import { isSignInOver, SESSION_SECONDS, timesOf, type User } from './current-user.ts';
import { demoUsers, findDemoUser } from './demo-users.ts';
import {
  type Discovery,
  discoverForSignIn,
  fetchWithDiscovery,
  nameInClaims,
  providerFetch,
  tokenAuthMethod,
} from './identity-provider.ts';
import { type SignInSettings, signInSettings } from './sign-in-settings.ts';

const MAX_NAME_LENGTH = 100;

function providers(
  { demo, github, oidc }: SignInSettings,
  discovery: Discovery | undefined,
): NextAuthConfig['providers'] {
  const list: NextAuthConfig['providers'] = [];
  if (demo) list.push(Credentials({ id: 'demo', credentials: { id: {} }, authorize: ({ id }) => findDemoUser(id) }));
  if (github) list.push({ ...GitHub(github), [customFetch]: providerFetch });
  if (oidc)
    list.push({
      ...oidc,
      id: 'oidc',
      type: 'oidc',
      // Each binds the answer to this browser. `state` would do the same, for 1,600 bytes of headers.
      checks: ['pkce', 'nonce'],
      client: { token_endpoint_auth_method: tokenAuthMethod(discovery) },
      profile: (claims: Record<string, unknown>) => ({ id: String(claims.sub), name: nameInClaims(claims) }),
      [customFetch]: fetchWithDiscovery(discovery),
    });
  return list;
}

/** Created for each request, because next-auth changes it. */
async function config(request: NextRequest | undefined): Promise<NextAuthConfig> {
  const settings = signInSettings();
  const isCallback = request?.nextUrl.pathname.endsWith('/callback/oidc');
  const discovery = settings.oidc && isCallback ? await discoverForSignIn(settings.oidc.issuer) : undefined;
  return {
    secret: settings.secrets,
    // The address is AUTH_URL or the host that the browser used. Nothing secret is sent to it.
    trustHost: true,
    // Without this, next-auth uses a path in AUTH_URL as the base path of its routes, which is fixed here.
    basePath: '/api/auth',
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: providers(settings, discovery),
    callbacks: {
      // `account` exists only at sign-in. The ID is the provider's, because next-auth's own is new each time. No e-mail
      // address is kept.
      jwt: async ({ token, account, user }) => {
        if (!account) return (await isSignInOver(token)) ? null : { ...token, ...timesOf(token) };
        const sub = account.provider === 'demo' ? user.id : `${account.provider}:${account.providerAccountId}`;
        const signedInAtMs = (await sessionControl()?.signInTimeMs(sub ?? '')) ?? Date.now();
        const endsAtMs = Date.now() + SESSION_SECONDS * 1000;
        return { sub, name: shownName(token.name), signedInAtMs, endsAtMs };
      },
      // A path, so that it stays on the host that the browser used.
      redirect: ({ url, baseUrl }) => safeCallbackPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url),
    },
    logger: { error: logAuthError },
  };
}

/** Every request carries the name in the cookie, and providers allow names of any length. */
const shownName = (name: unknown) =>
  typeof name === 'string' ? [...name].slice(0, MAX_NAME_LENGTH).join('') : undefined;

export const { handlers, signIn, signOut } = NextAuth(config);

export interface SignInOptions {
  demoUsers: readonly User[];
  /** The identity providers, for `signInWith`. */
  providers: { id: string; name: string }[];
}

/** The ways to sign in that the sign-in page offers. */
export function signInOptions(): SignInOptions {
  const { demo, github, oidc } = signInSettings();
  return {
    demoUsers: demo ? demoUsers : [],
    providers: [
      ...(github ? [{ id: 'github', name: 'GitHub' }] : []),
      ...(oidc ? [{ id: 'oidc', name: oidc.name }] : []),
    ],
  };
}
