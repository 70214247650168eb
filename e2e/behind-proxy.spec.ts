/**
 * The app behind proxies: only headers hold the public address. The tests use no browser, so that they control each
 * header.
 */
import { type IncomingMessage, request as send } from 'node:http';
import { expect, test } from 'playwright/test';
import type { AppInstance } from '../scripts/app-instance';
import { type IdentityProvider, startIdentityProvider } from './identity-provider';
import { startOwnApp } from './own-app';
import { authSecret } from './stack';

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

const SITE = 'https://chat.example.com';
/** Headers as from a proxy that terminates TLS. */
const proxied = { host: 'chat.example.com', 'x-forwarded-proto': 'https' };

let provider: IdentityProvider;
test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  provider = await startIdentityProvider(SITE);
});
test.afterAll(() => provider?.close());

async function withApp(env: Record<string, string>, use: (app: AppInstance) => Promise<void>): Promise<void> {
  const settings = {
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_ID: provider.clientId,
    AUTH_OIDC_SECRET: provider.clientSecret,
    DEMO_LOGIN: '1',
  };
  const app = await startOwnApp({ ...settings, ...env });
  try {
    await use(app);
  } finally {
    await app.stop();
  }
}

interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

function ask(app: AppInstance, { method = 'GET', path, headers = {}, body = '' }: Asked): Promise<Answer> {
  const { port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    const asking = send({ host: '127.0.0.1', port, method, path, headers }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

/** Posts the sign-in page's form for this button as a browser without JavaScript does. */
async function postSignIn(app: AppInstance, headers: Record<string, string>, button: string): Promise<Answer> {
  const { body } = await ask(app, { path: '/sign-in', headers: proxied });
  const form = body.split('<form').find((each) => each.includes(`value="${button}"`)) ?? '';
  const action = /name="(\$ACTION_ID_\w+)"/.exec(form)?.[1] ?? '';
  const name = button === 'oidc' ? 'provider' : 'id';
  const fields = [
    [action, ''],
    ['callbackUrl', '/chat'],
    [name, button],
  ];
  const parts = fields.map(
    ([key, value]) => `--x\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
  return ask(app, {
    method: 'POST',
    path: '/sign-in',
    headers: { ...multipart, ...headers },
    body: `${parts.join('')}--x--\r\n`,
  });
}

const cookieNames = ({ headers }: Answer) => (headers['set-cookie'] ?? []).map((cookie) => cookie.split('=')[0]);

test('without AUTH_URL, sign-in leads to the provider and back to the public address', async () => {
  await withApp({}, async (app) => {
    for (const proto of ['https', 'https,http', 'HTTPS, http']) {
      const headers = { ...proxied, 'x-forwarded-proto': proto };
      const sent = await postSignIn(app, { ...headers, origin: SITE }, 'oidc');
      expect(sent.status).toBe(303);
      const location = new URL(String(sent.headers.location));
      expect(location.searchParams.get('redirect_uri')).toBe(`${SITE}/api/auth/callback/oidc`);
      expect(cookieNames(sent).filter((name) => !/^__(Secure|Host)-/.test(name ?? ''))).toEqual([]);

      const back = await ask(app, { path: '/api/auth/callback/oidc?code=x&state=y', headers });
      expect(String(back.headers.location)).toMatch(/^(https:\/\/chat\.example\.com)?\/sign-in\?/);
    }
  });
});

test('users can sign in with AUTH_URL in any spelling', async () => {
  await withApp({ AUTH_URL: 'HTTPS://Chat.Example.com/' }, async (app) => {
    // A proxy that sends no header about the original request.
    const answer = await postSignIn(app, { host: 'app-1:3000', origin: SITE }, 'ada.lovelace');
    expect(answer.headers.location).toBe('/chat');
    const cookie = (answer.headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; ');
    expect(cookie).toContain('__Secure-authjs.session-token=');
    const chat = await ask(app, { path: '/chat', headers: { host: 'app-1:3000', cookie } });
    expect(chat.status).toBe(200);
    expect(chat.headers['strict-transport-security']).toBeTruthy();
  });
});

test('the app uses the older setting names when the newer ones are empty', async () => {
  const older = { NEXTAUTH_SECRET: authSecret, NEXTAUTH_URL: SITE };
  await withApp({ AUTH_SECRET: '', AUTH_URL: '', ...older }, async (app) => {
    const sent = await postSignIn(app, { host: 'app-1:3000', origin: SITE }, 'oidc');
    const location = new URL(String(sent.headers.location));
    expect(location.searchParams.get('redirect_uri')).toBe(`${SITE}/api/auth/callback/oidc`);
  });
});

test('a form with an opaque origin passes only when the browser declares it same-origin', async () => {
  await withApp({}, async (app) => {
    const opaque = { ...proxied, origin: 'null' };
    const ours = await postSignIn(app, { ...opaque, 'sec-fetch-site': 'same-origin' }, 'ada.lovelace');
    expect([ours.status, ours.headers.location]).toEqual([303, '/chat']);
    expect((await postSignIn(app, { ...opaque, 'sec-fetch-site': 'cross-site' }, 'ada.lovelace')).status).toBe(403);
    expect((await postSignIn(app, opaque, 'ada.lovelace')).status).toBe(403);
  });
});

test('no malformed request is answered with 500', async () => {
  await withApp({}, async (app) => {
    const broken = { 'content-type': 'multipart/form-data', origin: SITE, ...proxied };
    for (const path of [
      '/',
      '/sign-in',
      '/chat',
      '/none',
      '/api/once-code',
      '/api/auth/signin/oidc',
      '/api/health',
      '/api/none',
    ])
      expect((await ask(app, { method: 'POST', path, headers: broken, body: 'x' })).status, path).toBe(400);
    for (const method of ['TRACE', 'PROPFIND', 'MKCOL', 'PATCH'])
      for (const path of ['/', '/chat', '/api/once-code', '/api/health', '/api/ready', '/api/auth/session'])
        expect((await ask(app, { method, path, headers: proxied })).status, `${method} ${path}`).toBe(405);
    for (const proto of ['https,http', ':', 'javascript'])
      expect((await ask(app, { path: '/sign-in', headers: { ...proxied, 'x-forwarded-proto': proto } })).status).toBe(
        200,
      );
    expect(app.output).not.toMatch(/⨯|\n {4}at /);
  });
});

test('the requests of the vendor’s SDK to this origin are answered before all checks', async () => {
  await withApp({}, async (app) => {
    const headers = {
      origin: 'https://elsewhere.example',
      'x-auth-token': 'token-of-the-sdk',
      'sec-fetch-site': 'cross-site',
    };
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])
      for (const path of [
        '/v1/digital-human-chat/endpoint/stats',
        '/v1/digital-human-chat/x/',
        '/v1/digital-human-chat/%zz',
      ]) {
        const answer = await ask(app, {
          method,
          path,
          headers: { ...headers, 'content-type': 'multipart/form-data' },
        });
        expect([answer.status, answer.headers['content-type']], `${method} ${path}`).toEqual([404, 'application/json']);
        expect(JSON.parse(answer.body)).toEqual({ error_code: 'not_here' });
      }
    expect(app.output).not.toContain('token-of-the-sdk');
  });
});

test('npm start keeps idle connections as long as KEEP_ALIVE_TIMEOUT says', async () => {
  await withApp({ KEEP_ALIVE_TIMEOUT: '61000' }, async (app) => {
    await fetch(`${app.url}/api/health`);
    expect((await fetch(`${app.url}/api/health`)).headers.get('keep-alive')).toBe('timeout=61');
  });
});
