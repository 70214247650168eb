import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { discoveryUrl, fetchWithDiscovery, limited, nameInClaims, tokenAuthMethod } from './identity-provider.ts';

const issuer = 'https://issuer.example/realms/x';
const document = {
  issuer,
  authorization_endpoint: 'https://login.example/authorize',
  token_endpoint: 'https://issuer.example/token',
};
const provider = vi.fn<typeof fetch>();
let origins: () => Promise<string[]>;

beforeEach(async () => {
  for (const [name, value] of Object.entries({
    AUTH_OIDC_ISSUER: issuer,
    AUTH_OIDC_ID: 'id',
    AUTH_OIDC_SECRET: 'secret',
  }))
    vi.stubEnv(name, value);
  vi.stubGlobal('fetch', provider);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  provider.mockReset();
  vi.resetModules(); // as in a new process
  origins = (await import('./identity-provider.ts')).authorizationOrigins;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

it('the page’s policy gets the origin of the authorization endpoint, which is fetched once', async () => {
  provider.mockImplementation(async () => Response.json(document));
  expect(await origins()).toEqual(['https://login.example']);
  expect(await origins()).toEqual(['https://login.example']);
  expect(provider).toHaveBeenCalledOnce();
  expect(String(provider.mock.calls[0]?.[0])).toBe(`${issuer}/.well-known/openid-configuration`);
});

it('a slow provider delays a page by at most 1.5 s', async () => {
  provider.mockImplementation(() => new Promise(() => {}));
  const asked = origins();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(await asked).toEqual([]);
});

it.each([
  ['fails', async () => Response.json({}, { status: 500 }), 'HTTP 500'],
  ['is another issuer', async () => Response.json({ ...document, issuer: 'https://evil.example' }), 'another issuer'],
  ['sends a page', async () => new Response('<h1>'), 'no discovery document'],
  ['cannot be reached', async () => Promise.reject(new TypeError('x', { cause: { code: 'ENOTFOUND' } })), 'ENOTFOUND'],
])('the log names the setting of a provider that %s, and the server asks again later', async (_, answer, reason) => {
  const { log } = await import('../log.ts');
  const logged = vi.spyOn(log, 'error').mockImplementation(() => {});
  provider.mockImplementation(answer as typeof fetch);
  expect(await origins()).toEqual([]);
  expect(logged).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ setting: 'AUTH_OIDC_ISSUER', reason: expect.stringContaining(reason) }),
  );
  provider.mockImplementation(async () => Response.json(document));
  await vi.advanceTimersByTimeAsync(10_000);
  await origins();
  await vi.waitFor(async () => expect(await origins()).toEqual(['https://login.example']));
});

it('the discovery document is found for an issuer with and without a final slash', () => {
  for (const issuer of ['https://a.example', 'https://a.example/'])
    expect(discoveryUrl(issuer).href).toBe('https://a.example/.well-known/openid-configuration');
});

it.each([
  [undefined, 'client_secret_basic'],
  [['client_secret_basic', 'client_secret_post'], 'client_secret_basic'],
  [['private_key_jwt', 'client_secret_post'], 'client_secret_post'],
  [['private_key_jwt'], 'client_secret_basic'],
])('the client’s secret is sent in a way that the provider accepts: of %s by %s', (methods, method) => {
  expect(tokenAuthMethod({ ...document, token_endpoint_auth_methods_supported: methods })).toBe(method);
});

it('a document without a userinfo endpoint is completed, and all other calls go to the provider', async () => {
  provider.mockImplementation(async () => Response.json({ token: 1 }));
  const fetch = fetchWithDiscovery(document);
  expect(await (await fetch(discoveryUrl(issuer))).json()).toMatchObject({ ...document, userinfo_endpoint: issuer });
  expect(provider).not.toHaveBeenCalled();
  expect(await (await fetch(document.token_endpoint)).json()).toEqual({ token: 1 });
  const withOne = fetchWithDiscovery({ ...document, userinfo_endpoint: 'https://issuer.example/userinfo' });
  expect(await (await withOne(discoveryUrl(issuer))).json()).toMatchObject({
    userinfo_endpoint: 'https://issuer.example/userinfo',
  });
});

it('a call to a provider that hangs ends with a code for the log, and the caller may end it earlier', async () => {
  provider.mockImplementation(
    (_, init) =>
      new Promise((__, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
  );
  await expect(limited(provider, 20)(issuer)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  const left = AbortSignal.abort(new Error('left'));
  const { signal } = new AbortController();
  await expect(limited(provider, 20)(issuer, { signal })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  provider.mockImplementation(async (_, init) => Promise.reject(init?.signal?.reason));
  await expect(limited(provider, 10_000)(issuer, { signal: left })).rejects.toThrow('left');
});

it.each([
  [{ name: 'Grace' }, 'Grace'],
  [{ name: 42 }, '42'],
  [{ name: ' ', nickname: '', preferred_username: 'ghopper' }, 'ghopper'],
  [{ name: ['Grace'], given_name: 'Grace' }, 'Grace'],
  [{ email: 'grace@example.com' }, undefined],
])('the user’s name is found in %j', (claims, name) => {
  expect(nameInClaims(claims)).toBe(name);
});
