import { afterEach, describe, expect, it, vi } from 'vitest';
import { shownUserOf } from './auth/shown-user';
import { openClientHandle } from './brain/client-handle';
import { log } from './log';
import { handleOnceCode, type OnceCodeRouteOptions, type OnceCodeSettings } from './once-code-route';

const CODE = 'c0de'.repeat(16);
const settings: OnceCodeSettings = {
  metastudio: {
    endpoint: 'https://metastudio.example',
    projectId: 'project01',
    credentials: { ak: 'ak', sk: 'sk' },
    timeoutMs: 1_000,
  },
  serverAddress: 'metastudio-api.example',
  robotId: 'robot',
  siteUrl: undefined,
  secrets: ['secret'],
  longestMs: 60_000,
  problem: undefined,
};
const sameOrigin = { host: 'localhost:3000', origin: 'http://localhost:3000' };

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function post(changed: Partial<OnceCodeRouteOptions> = {}, headers: Record<string, string> = sameOrigin) {
  vi.spyOn(log, 'info').mockImplementation(() => {});
  const failed = vi.spyOn(log, 'error').mockImplementation(() => {});
  const cloud = vi.fn(async (..._: Parameters<typeof fetch>) => Response.json({ once_code: CODE }));
  const limited = vi.fn();
  const outcomes: string[] = [];
  const response = await handleOnceCode(
    new Request('http://server.internal/api/once-code', { method: 'POST', headers, body: '{"userId":"mallory"}' }),
    {
      user: () => ({ id: 'ada', name: 'Ada' }),
      settings,
      limits: {
        run(userId, call) {
          limited(userId);
          return call();
        },
      },
      fetch: cloud,
      record: (outcome) => outcomes.push(outcome),
      ...changed,
    },
  );
  return { status: response.status, body: await response.json(), cloud, limited, outcomes, failed };
}

describe('handleOnceCode', () => {
  it('requests a code for the user of the session, within the limits', async () => {
    const { status, body, cloud, limited, outcomes } = await post();
    expect({ status, outcomes }).toEqual({ status: 200, outcomes: ['minted'] });
    expect(body).toMatchObject({ onceCode: CODE, serverAddress: 'metastudio-api.example', robotId: 'robot' });
    expect(limited).toHaveBeenCalledExactlyOnceWith('ada');
    expect(new Headers(cloud.mock.calls[0]?.[1]?.headers).get('x-app-userid')).toBe('ada');
  });

  it.each([null, undefined, { id: '' }])('refuses when the session has no user (%o)', async (user) => {
    const { status, body, cloud, limited } = await post({ user: async () => user });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'signed_out' });
    expect(cloud).not.toHaveBeenCalled();
    expect(limited).not.toHaveBeenCalled();
  });

  it('refuses when the page shows another user than the one signed in', async () => {
    const shown = (value: string) => post({}, { ...sameOrigin, 'x-shown-user': value });
    expect((await shown(shownUserOf('bob', settings.secrets))).body.code).toBe('other_user');
    expect((await shown(shownUserOf('ada', settings.secrets))).status).toBe(200);
  });

  it('reports a wrong setting to the log, and only to signed-in users of this site', async () => {
    const wrong = { settings: { ...settings, problem: 'METASTUDIO_ENDPOINT must be https' } };
    const { status, body, cloud, failed } = await post(wrong);
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'misconfigured' });
    expect(JSON.stringify(body)).not.toContain('METASTUDIO');
    expect(failed.mock.calls[0]?.[0]).toMatchObject({ reason: 'METASTUDIO_ENDPOINT must be https' });
    expect(cloud).not.toHaveBeenCalled();
    expect((await post({ ...wrong, user: () => null })).status).toBe(401);
    expect((await post(wrong, { ...sameOrigin, origin: 'https://evil.example' })).status).toBe(403);
  });

  it('seals a handle that names the user and the language, and none without a secret', async () => {
    const open = async (changed: Partial<OnceCodeRouteOptions>, language: string) => {
      const { body } = await post(changed, { ...sameOrigin, 'accept-language': language });
      return openClientHandle(body.clientId, settings.secrets, Date.now());
    };
    expect(await open({}, 'zh-TW,en')).toMatchObject({ appUserId: 'ada', name: 'Ada', language: 'zh-CN' });
    expect(await open({ language: 'en' }, 'zh-CN')).toMatchObject({ language: 'en' });
    expect(await open({ user: () => ({ id: 'ada' }) }, 'de')).toMatchObject({ name: 'ada', language: 'en' });
    expect((await post({ settings: { ...settings, secrets: [] } })).body).not.toHaveProperty('clientId');
  });
});

describe('a request from another origin', () => {
  const vite = { host: 'localhost:3000', origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' };

  it('gets the expected origin in the answer, in development', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    const { status, body } = await post({}, vite);
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'cross_origin' });
    for (const part of ['http://localhost:5173', 'localhost:3000', 'AUTH_URL']) expect(body.detail).toContain(part);
    const behindUrl = await post({ settings: { ...settings, siteUrl: 'https://chat.example' } }, vite);
    expect(behindUrl.body.detail).toContain('expected the origin https://chat.example (AUTH_URL)');
    expect((await post({}, { host: 'localhost:3000' })).body.detail).toContain('names no origin');
  });

  it('learns nothing of this server’s address in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const { body } = await post({ settings: { ...settings, siteUrl: 'https://inner.example' } }, vite);
    expect(body).not.toHaveProperty('detail');
    expect(JSON.stringify(body)).not.toContain('inner.example');
  });
});
