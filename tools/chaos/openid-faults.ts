/** An OpenID provider with the quirks of real ones, and with common mistakes of operators. */
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import type { Expectations } from '../expectations';
import { type Quirk, type QuirkyProvider, startQuirkyProvider } from './quirky-provider';
import { type Visit, Visitor } from './visitor';

/** The name under which the user is signed in despite the quirk. */
const HARMLESS: [string, Quirk, string][] = [
  ['no quirk', {}, 'Grace Hopper'],
  ['no name', { claims: { name: undefined, preferred_username: 'ghopper' }, userinfo: { name: undefined } }, ''],
  ['a name in another script', { claims: { name: '葛麗絲・霍普 𝔊' } }, '葛麗絲・霍普 𝔊'],
  ['a very long name', { claims: { name: 'Grace '.repeat(400) } }, 'Grace'],
  ['a number for a name', { claims: { name: 42 } }, '42'],
  ['an empty name and a nickname', { claims: { name: ' ', nickname: 'Amazing Grace' } }, 'Amazing Grace'],
  ['an object for a name', { claims: { name: { en: 'Grace' }, preferred_username: 'ghopper' } }, 'ghopper'],
  ['a number for an e-mail address', { claims: { email: 42 } }, 'Grace Hopper'],
  ['a picture that is no address', { claims: { picture: { small: 1 } } }, 'Grace Hopper'],
  ['no userinfo endpoint', { metadata: () => ({ userinfo_endpoint: undefined }) }, 'Grace Hopper'],
  [
    'the secret in the form only',
    {
      takesSecretInForm: true,
      metadata: () => ({ token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'] }),
    },
    'Grace Hopper',
  ],
  [
    'the secret in the header only',
    { metadata: () => ({ token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic'] }) },
    'Grace Hopper',
  ],
  ['a subject with spaces, a bar and an umlaut', { claims: { sub: 'auth0|ü 42' } }, 'Grace Hopper'],
  ['a subject of 255 characters', { claims: { sub: 'x'.repeat(255) } }, 'Grace Hopper'],
  ['400 groups', { claims: { groups: Array.from({ length: 400 }, (_, i) => `group-${i}`) } }, 'Grace Hopper'],
  ['an extra callback parameter', { callback: () => ({ session_state: 'abc' }) }, 'Grace Hopper'],
  [
    'the issuer in the callback (RFC 9207)',
    {
      metadata: () => ({ authorization_response_iss_parameter_supported: true }),
      callback: (issuer) => ({ iss: issuer }),
    },
    'Grace Hopper',
  ],
  ['an audience that is a list', { claims: { aud: ['digital-human-chat'] } }, 'Grace Hopper'],
  ['a clock five seconds ahead', { claims: { iat: Math.floor(Date.now() / 1000) + 5 } }, 'Grace Hopper'],
  ['an e-mail without a name', { claims: { name: '', email: 'grace@example.com' } }, ''],
];

/** The user returns to the sign-in page, reads a reason, and can try again. */
const REFUSED: [string, Quirk, { isError: boolean }][] = [
  ['the user refuses', { error: 'access_denied' }, { isError: false }],
  ['the provider needs another sign-in', { error: 'login_required' }, { isError: false }],
  ['another issuer in the callback', { callback: () => ({ iss: 'https://evil.example' }) }, { isError: true }],
  ['the provider fails', { error: 'server_error' }, { isError: true }],
  ['the token endpoint fails', { tokenStatus: 503 }, { isError: true }],
  ['an ID token for another app', { claims: { aud: 'another' } }, { isError: true }],
  ['an ID token of another issuer', { claims: { iss: 'https://evil.example' } }, { isError: true }],
  ['an ID token with another nonce', { claims: { nonce: 'another' } }, { isError: true }],
  ['an expired ID token', { claims: { exp: 1 } }, { isError: true }],
  ['an ID token without a subject', { claims: { sub: undefined } }, { isError: true }],
  ['discovery is unavailable', { discoveryStatus: 503 }, { isError: true }],
  ['discovery names another issuer', { metadata: () => ({ issuer: 'https://other.example' }) }, { isError: true }],
];

interface Trial {
  provider: QuirkyProvider;
  outcome: Expectations;
  on: (env: Record<string, string>, use: (app: AppInstance) => Promise<void>) => Promise<void>;
}

export async function tryOpenId(base: Record<string, string>, outcome: Expectations): Promise<void> {
  const provider = await startQuirkyProvider();
  const usual = {
    ...base,
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_ID: provider.clientId,
    AUTH_OIDC_SECRET: provider.clientSecret,
    AUTH_OIDC_NAME: 'Example ID',
  };
  const on: Trial['on'] = async (env, use) => {
    const app = await AppInstance.start({ port: await anyFreePort(), env: { ...usual, ...env } });
    await use(app);
    await app.stop();
  };
  try {
    await tryQuirks({ provider, outcome, on });
    await tryWrongSettings({ provider, outcome, on });
    await tryOtherHost({ provider, outcome, on });
  } finally {
    provider.close();
  }
}

async function tryQuirks({ provider, outcome, on }: Trial): Promise<void> {
  await on({}, async (app) => {
    for (const [what, quirk, name] of HARMLESS) {
      provider.quirk = quirk;
      const { last, visitor } = await signIn(app);
      outcome.expect(`OpenID, ${what}: signed in`, [last.status, new URL(last.url).pathname], [200, '/chat']);
      if (name) outcome.expect('  by that name', last.body.includes(name), true);
      outcome.expect('  every head fits into 4,000 bytes', largestHead(visitor) < 4_000 || largestHead(visitor), true);
    }
    for (const [what, quirk, { isError }] of REFUSED) {
      provider.quirk = quirk;
      const before = app.log.length;
      const { last } = await signIn(app);
      outcome.expect(
        `OpenID, ${what}: back on the sign-in page`,
        [last.status, new URL(last.url).pathname],
        [200, '/sign-in'],
      );
      outcome.expect('  the page shows an alert', /role="alert"/.test(last.body), true);
      const said = app.log.slice(before).filter(isTrouble);
      outcome.expect(
        isError ? '  logged as a warning or an error' : '  no warning or error in the log',
        said.length > 0,
        isError,
      );
      for (const line of said) outcome.expect('  the log line has a readable type', isTelling(line), true);
    }
    provider.quirk = {};
    outcome.expect('OpenID, afterwards a sign-in works', (await signIn(app)).path, '/chat');
    outcome.expect('  no stack in the log', /⨯|\n {4}at /.test(app.output), false);
    outcome.expect('  no secret in the log', app.output.includes(provider.clientSecret), false);
  });
}

async function tryWrongSettings({ provider, outcome, on }: Trial): Promise<void> {
  for (const [what, env, setting] of [
    ['a wrong secret', { AUTH_OIDC_SECRET: 'wrong' }, 'AUTH_OIDC_SECRET'],
    ['an issuer that does not answer', { AUTH_OIDC_ISSUER: 'http://127.0.0.1:1' }, 'AUTH_OIDC_ISSUER'],
    [
      'an issuer with a path that is not its own',
      { AUTH_OIDC_ISSUER: `${provider.issuer}/realms/none` },
      'AUTH_OIDC_ISSUER',
    ],
  ] satisfies [string, Record<string, string>, string][]) {
    await on(env, async (app) => {
      const { last } = await signIn(app);
      outcome.expect(
        `OpenID, ${what}: back on the sign-in page`,
        [last.status, new URL(last.url).pathname],
        [200, '/sign-in'],
      );
      const lines = app.log.filter(isTrouble);
      outcome.expect(
        `  the log names ${setting}`,
        lines.some((line) => JSON.stringify(line).includes(setting)),
        true,
      );
    });
  }
  await on({ AUTH_OIDC_ISSUER: `${provider.issuer}/` }, async (app) => {
    const { path } = await signIn(app);
    outcome.expect(
      'OpenID, an issuer with a slash at its end: signed in, or back on the sign-in page',
      ['/chat', '/sign-in'].includes(path),
      true,
    );
  });
}

/** The form's policy must admit the host of the provider's sign-in page, which may differ from the issuer's. */
async function tryOtherHost({ provider, outcome, on }: Trial): Promise<void> {
  const elsewhere = 'http://localhost:1';
  provider.quirk = { metadata: () => ({ authorization_endpoint: `${elsewhere}/authorize` }) };
  await on({}, async (app) => {
    const visitor = new Visitor();
    await visitor.signInWith(app.url, 'oidc'); // afterwards the app has the document
    const page = await visitor.visit(`${app.url}/sign-in`);
    const policy = String(page.headers['content-security-policy']);
    const formAction = /form-action ([^;]*)/.exec(policy)?.[1] ?? '';
    outcome.expect(
      'OpenID, an authorization endpoint on another host: admitted by the policy',
      formAction.includes(elsewhere),
      true,
    );
  });
  provider.quirk = {};
}

async function signIn(app: AppInstance): Promise<{ last: Visit; path: string; visitor: Visitor }> {
  const visitor = new Visitor();
  const last = await visitor.follow(await visitor.signInWith(app.url, 'oidc'));
  return { last, path: new URL(last.url).pathname, visitor };
}

const largestHead = (visitor: Visitor) => Math.max(...visitor.visits.map(({ headBytes }) => headBytes));

/** By pino's numbers or names. */
const isTrouble = ({ level }: Record<string, unknown>) => [40, 50, 'warn', 'error'].includes(level as string | number);

/** A minified class has a name of two letters. */
const isTelling = ({ type, reason }: Record<string, unknown>) =>
  String(type ?? '').length > 4 && (reason === undefined || String(reason).length > 4);
