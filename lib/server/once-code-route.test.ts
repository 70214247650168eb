import { afterEach, describe, expect, it, vi } from 'vitest';
import { isProblem } from '../api/once-code.ts';
import { assertShownUser, shownUserOf } from './auth/shown-user.ts';
import { log } from './log.ts';
import { handleOnceCode, type OnceCodeRouteOptions, type OnceCodeSettings } from './once-code-route.ts';
import type { Allowance } from './sessions/session-control.ts';

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
  longestSessionMs: 60_000,
  problem: undefined,
};
const sameOrigin = { host: 'localhost:3000', origin: 'http://localhost:3000' };

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function post(changed: Partial<OnceCodeRouteOptions> = {}, sent: Record<string, string> = sameOrigin) {
  vi.spyOn(log, 'info').mockImplementation(() => {});
  const failed = vi.spyOn(log, 'error').mockImplementation(() => {});
  const cloud = vi.fn(async (..._: Parameters<typeof fetch>) => Response.json({ once_code: CODE }));
  const limited = vi.fn();
  const outcomes: string[] = [];
  const response = await handleOnceCode(
    new Request('http://server.internal/api/once-code', {
      method: 'POST',
      headers: sent,
      body: '{"userId":"mallory"}',
    }),
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
  const { status, headers } = response;
  return { status, headers, body: await response.json(), cloud, limited, outcomes, failed };
}

describe('handleOnceCode', () => {
  it('requests a code for the user of the session, within the limits', async () => {
    const { status, body, cloud, limited, outcomes } = await post();
    expect({ status, outcomes }).toEqual({ status: 200, outcomes: ['issued'] });
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
    const options = {
      assertShownUser: (headers: Headers, userId: string) => assertShownUser(headers, userId, ['secret']),
    };
    const shown = (value: string) => post(options, { ...sameOrigin, 'x-shown-user': value });
    const refused = await shown(shownUserOf('bob', ['secret']));
    expect({ code: refused.body.code, codes: refused.cloud.mock.calls }).toEqual({ code: 'other_user', codes: [] });
    expect((await shown('')).body.code).toBe('other_user');
    expect((await shown(shownUserOf('ada', ['secret']))).status).toBe(200);
    expect((await post(options)).status).toBe(200);
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

  it('answers with the handle for the user and the request, or without one', async () => {
    const issueHandle = vi.fn(
      async ({ name }: { name?: string }, headers: Headers) => `${name} ${headers.get('accept-language')}`,
    );
    const sent = { ...sameOrigin, 'accept-language': 'zh-TW,en' };
    expect((await post({ issueHandle }, sent)).body.clientId).toBe('Ada zh-TW,en');
    expect(issueHandle).toHaveBeenCalledExactlyOnceWith({ id: 'ada', name: 'Ada' }, expect.any(Headers));
    expect((await post({ issueHandle: async () => undefined })).body).not.toHaveProperty('clientId');
    expect((await post()).body).not.toHaveProperty('clientId');
  });

  it('issues no handle for a user who gets no code', async () => {
    const issueHandle = vi.fn(async () => 'handle');
    await post({ issueHandle, limits: { run: () => Promise.reject(new Error('no code')) } });
    await post({ issueHandle, user: () => null });
    expect(issueHandle).not.toHaveBeenCalled();
  });
});

describe('with sessions', () => {
  const sessions = (allowance: Allowance) => ({ allowance: vi.fn(async () => allowance) });

  it('says when the session ends: at the limit of a session or of the user’s day, whichever comes first', async () => {
    const endsIn = async (longestSessionMs: number, allowance?: Allowance) => {
      const changed = { settings: { ...settings, longestSessionMs }, sessions: allowance && sessions(allowance) };
      const { endsInSeconds, endsBy } = (await post(changed)).body;
      return [endsInSeconds, endsBy];
    };
    expect(await endsIn(0)).toEqual([undefined, undefined]);
    expect(await endsIn(0, {})).toEqual([undefined, undefined]);
    expect(await endsIn(60_000)).toEqual([60, 'time_up']);
    expect(await endsIn(60_000, { longestSessionMs: 29_001 })).toEqual([30, 'minutes']);
    expect(await endsIn(60_000, { longestSessionMs: 60_000 })).toEqual([60, 'time_up']);
    expect(await endsIn(60_000, { longestSessionMs: 90_000 })).toEqual([60, 'time_up']);
    expect(await endsIn(0, { longestSessionMs: 90_000 })).toEqual([90, 'minutes']);
  });

  it('requests no code when the minutes of the day are used up, and says until when', async () => {
    const kept = sessions({ retryAfterSeconds: 3_600 });
    const { status, body, cloud, limited, outcomes, headers } = await post({ sessions: kept });
    expect({ status, code: body.code, limit: body.limit }).toEqual({
      status: 429,
      code: 'rate_limited',
      limit: 'minutes',
    });
    expect(isProblem(body)).toBe(true);
    expect(headers.get('retry-after')).toBe('3600');
    expect(kept.allowance).toHaveBeenCalledExactlyOnceWith('ada');
    expect(outcomes).toEqual(['rate_limited']);
    expect(cloud).not.toHaveBeenCalled();
    expect(limited).not.toHaveBeenCalled();
  });
});

describe('a request from another origin', () => {
  const vite = { host: 'localhost:3000', origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' };

  it('gets an answer with the expected origin in development', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    const { status, body } = await post({}, vite);
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'cross_origin' });
    for (const part of ['http://localhost:5173', 'localhost:3000', 'AUTH_URL']) expect(body.detail).toContain(part);
    const behindUrl = await post({ settings: { ...settings, siteUrl: 'https://chat.example' } }, vite);
    expect(behindUrl.body.detail).toContain('expected the origin https://chat.example (AUTH_URL)');
    expect((await post({}, { host: 'localhost:3000' })).body.detail).toContain('names no origin');
  });

  it('gets an answer without this server’s address in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const { body } = await post({ settings: { ...settings, siteUrl: 'https://inner.example' } }, vite);
    expect(body).not.toHaveProperty('detail');
    expect(JSON.stringify(body)).not.toContain('inner.example');
  });
});
