import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/api/errors';
import { isOnceCodeAnswer, isProblem } from '@/lib/api/once-code';
import * as auth from '@/lib/server/auth/current-user';
import { shownUserOf } from '@/lib/server/auth/shown-user';
import { log } from '@/lib/server/log';
import { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from './route';

vi.mock('@/lib/server/auth/current-user', () => ({ currentUser: vi.fn() }));

const CODE = 'c0de'.repeat(16);
const settings = {
  HUAWEICLOUD_SDK_AK: 'ak',
  HUAWEICLOUD_SDK_SK: 'sk',
  HUAWEICLOUD_SDK_PROJECT_ID: 'project01',
  METASTUDIO_ENDPOINT: 'http://127.0.0.1:1',
  METASTUDIO_ROBOT_ID: 'robot',
  AUTH_SECRET: 'secret',
};
const sameOrigin = { origin: 'http://localhost:3000', host: 'localhost:3000' };
const post = (headers: Record<string, string> = sameOrigin) =>
  POST(
    new Request('http://0.0.0.0:3000/api/once-code', { method: 'POST', headers, body: '{"userId":"someone else"}' }),
  );

const cloud = vi.fn<typeof fetch>();
const logged: unknown[] = [];

beforeEach(() => {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.stubGlobal('fetch', cloud);
  cloud
    .mockReset()
    .mockImplementation(async () => Response.json({ once_code: CODE }, { headers: { 'x-request-id': 'cloud-1' } }));
  vi.mocked(auth.currentUser).mockResolvedValue({ id: crypto.randomUUID(), name: 'Ada' });
  logged.length = 0;
  for (const level of ['info', 'error'] as const)
    vi.spyOn(log, level).mockImplementation((line: unknown) => logged.push(line));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body: unknown = await response.json();
  if (!isProblem(body)) throw new Error(`not a problem: ${JSON.stringify(body)}`);
  expect(body.status).toBe(response.status);
  expect(body.requestId).toBe(response.headers.get('x-request-id'));
  expect(response.headers.get('cache-control')).toBe('no-store');
  return body;
}

describe('POST /api/once-code', () => {
  it('answers with a code for the signed-in user', async () => {
    vi.mocked(auth.currentUser).mockResolvedValue({ id: '李雷', name: '李雷' });
    const response = await post();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-request-id')).toBe('cloud-1');
    const answer: unknown = await response.json();
    expect(isOnceCodeAnswer(answer)).toBe(true);
    expect(answer).toMatchObject({
      onceCode: CODE,
      robotId: 'robot',
      serverAddress: 'metastudio-api.cn-north-4.myhuaweicloud.com',
    });
    expect(new Headers(cloud.mock.calls[0]?.[1]?.headers).get('x-app-userid')).toBe('%E6%9D%8E%E9%9B%B7');
    expect(logged).toMatchObject([{ event: 'once_code_issued', requestId: 'cloud-1' }]);
    expect(JSON.stringify(logged)).not.toContain(CODE);
  });

  it('does not call the cloud when no user is signed in', async () => {
    vi.mocked(auth.currentUser).mockResolvedValue(null);
    expect(await problemOf(await post())).toMatchObject({ status: 401, code: 'signed_out', retry: 'never' });
    expect(cloud).not.toHaveBeenCalled();
  });

  it('does not call the cloud for a request from another site', async () => {
    const response = await post({ origin: 'https://evil.example', host: 'localhost:3000' });
    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'cross_origin', retry: 'never' });
    expect(cloud).not.toHaveBeenCalled();
  });

  it('names a wrong setting in the log, and not to the page', async () => {
    vi.stubEnv('METASTUDIO_ENDPOINT', 'http://metastudio.example');
    const body = await problemOf(await post());
    expect(body).toMatchObject({ status: 503, code: 'misconfigured', retry: 'never' });
    expect(JSON.stringify(body)).not.toContain('METASTUDIO');
    expect(logged).toMatchObject([
      { code: 'misconfigured', reason: expect.stringContaining('METASTUDIO_ENDPOINT must be') },
    ]);
  });

  it('passes on the cloud’s code and request ID, and nothing else of its refusal', async () => {
    const headers = { 'x-request-id': 'cloud-2' };
    cloud.mockImplementation(async () =>
      Response.json({ error_code: 'APIG.0301', error_msg: 'raw text' }, { status: 401, headers }),
    );
    const body = await problemOf(await post());
    expect(body).toEqual({
      type: 'urn:problem-type:cloud_refused',
      title: 'The cloud refused the request',
      status: 502,
      code: 'cloud_refused',
      retry: 'never',
      requestId: 'cloud-2',
      cloudCode: 'APIG.0301',
    });
    expect(logged).toMatchObject([{ event: 'once_code_refused', requestId: 'cloud-2', cloudCode: 'APIG.0301' }]);
  });

  it('lets the page retry automatically when the cloud fails', async () => {
    cloud.mockImplementation(async () => new Response('<h1>', { status: 500 }));
    expect(await problemOf(await post())).toMatchObject({ status: 502, code: 'cloud_unavailable', retry: 'auto' });
  });

  it('limits each user, and says how long to wait', async () => {
    const statuses = [];
    vi.mocked(auth.currentUser).mockResolvedValue({ id: 'hasty', name: 'Hasty' });
    for (let i = 0; i < 6; i++) statuses.push((await post()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
    const response = await post();
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(response)).toMatchObject({ status: 429, code: 'rate_limited', retry: 'manual' });
    expect(cloud).toHaveBeenCalledTimes(6);
  });

  it('answers an unexpected error as a problem too', async () => {
    vi.mocked(auth.currentUser).mockRejectedValue(new AppError('misconfigured', { reason: 'AUTH_SECRET is not set' }));
    expect(await problemOf(await post())).toMatchObject({ status: 503 });
    vi.mocked(auth.currentUser).mockRejectedValue(new TypeError('a bug'));
    const body = await problemOf(await post());
    expect(body).toMatchObject({ status: 500, code: 'internal_error', retry: 'manual' });
    expect(JSON.stringify(body)).not.toContain('bug');
    expect(logged.at(-1)).toMatchObject({ code: 'internal_error', reason: expect.stringContaining('a bug') });
  });

  it('requests no code for a page that shows another user', async () => {
    vi.mocked(auth.currentUser).mockResolvedValue({ id: 'bob', name: 'Bob' });
    const shown = (value: string) => post({ ...sameOrigin, 'x-shown-user': value });
    for (const value of [shownUserOf('alice', ['secret']), '', 'bob'])
      expect(await problemOf(await shown(value))).toMatchObject({ status: 409, code: 'other_user', retry: 'never' });
    expect(cloud).not.toHaveBeenCalled();
    expect((await shown(shownUserOf('bob', ['secret']))).status).toBe(200);
  });

  it('reports a user ID that cannot be sent to the cloud', async () => {
    vi.mocked(auth.currentUser).mockResolvedValue({ id: 'half \ud800', name: 'Half' });
    expect(await problemOf(await post())).toMatchObject({ status: 502, code: 'invalid_user_id', retry: 'never' });
  });
});

describe('every other method', () => {
  it.each(Object.entries({ GET, HEAD, OPTIONS, PUT, PATCH, DELETE }))('%s gets an empty 405', async (_, handler) => {
    const response = handler();
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-request-id')).toMatch(/./);
    expect(await response.text()).toBe('');
  });
});
