/** `POST /api/once-code` from outside: each row of its contract. */
import type { APIRequestContext, APIResponse } from 'playwright/test';
import { SESSION_COOKIE } from '../scripts/test-user';
import { expect, test } from './fixtures';
import { appUrl, misconfiguredUrl } from './stack';

const sameOrigin = { origin: appUrl, 'sec-fetch-site': 'same-origin' };
const requestCode = (request: APIRequestContext, headers: Record<string, string> = sameOrigin) =>
  request.post('/api/once-code', { headers });

interface ExpectedProblem {
  status: number;
  code: string;
  retry: string;
  cloudCode?: string;
}

async function expectProblem(answer: APIResponse, expected: ExpectedProblem) {
  expect(answer.status()).toBe(expected.status);
  expect(answer.headers()['content-type']).toContain('application/problem+json');
  expect(answer.headers()['cache-control']).toBe('no-store');
  const problem = await answer.json();
  expect(problem).toMatchObject({ ...expected });
  expect(problem.requestId).toBe(answer.headers()['x-request-id']);
  expect(typeof problem.type).toBe('string');
  expect(typeof problem.title).toBe('string');
  return problem;
}

test('the route answers 200 with a code for the signed-in user, valid for five minutes', async ({ api, emulator }) => {
  const answer = await requestCode(api);
  expect(answer.status()).toBe(200);
  const { onceCode, expiresAt, serverAddress, robotId, clientId, ...rest } = await answer.json();
  expect(rest).toEqual({});
  expect(clientId).toMatch(/^[\w.-]{1,512}$/);
  expect(onceCode).toMatch(/^[A-Za-z0-9]{64}$/);
  expect(serverAddress).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(robotId).toBe('emulator-robot');
  const lifeMs = Date.parse(expiresAt) - Date.parse(answer.headers().date ?? '');
  expect(lifeMs).toBeGreaterThan(290_000);
  expect(lifeMs).toBeLessThanOrEqual(300_000);
  expect(answer.headers()['cache-control']).toBe('no-store');
  expect(answer.headers()['x-request-id']).toBeTruthy();
  expect(await emulator.codes()).toMatchObject([{ auth: 'aksk', redeemedAt: null, redeemTries: 0 }]);
});

test('the route never reads the body: a user or a robot in it changes nothing', async ({ api, emulator }) => {
  const headers = { ...sameOrigin, 'content-type': 'application/json' };
  const data = { userId: 'another-user', robotId: 'other', 'X-App-UserId': 'another-user' };
  const answer = await api.post('/api/once-code?user=another-user', {
    headers: { ...headers, 'x-app-userid': 'another-user' },
    data,
  });
  expect(answer.status()).toBe(200);
  expect((await answer.json()).robotId).toBe('emulator-robot');
  expect(await emulator.codes()).toHaveLength(1);
});

test('the route answers 401 when no user is signed in', async ({ request }) => {
  await expectProblem(await requestCode(request), { status: 401, code: 'signed_out', retry: 'never' });
});

test('the route answers 401 to an invented session cookie', async ({ request, user }) => {
  const cookie = `${SESSION_COOKIE}=ey.${user.id}`;
  await expectProblem(await requestCode(request, { ...sameOrigin, cookie }), {
    status: 401,
    code: 'signed_out',
    retry: 'never',
  });
});

for (const [name, headers] of Object.entries<Record<string, string>>({
  'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'a sibling site': { origin: appUrl, 'sec-fetch-site': 'same-site' },
  'another port': { origin: 'http://localhost:1', 'sec-fetch-site': 'same-origin' },
  'an opaque origin': { origin: 'null' },
  'a client without origin headers': {},
})) {
  test(`the route answers 403 to a request from ${name}`, async ({ api, emulator }) => {
    await expectProblem(await requestCode(api, headers), { status: 403, code: 'cross_origin', retry: 'never' });
    expect(await emulator.codes()).toEqual([]);
  });
}

for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'FOO']) {
  test(`the route answers 405 to ${method}`, async ({ api }) => {
    const answer = await api.fetch('/api/once-code', { method, headers: sameOrigin });
    expect(answer.status()).toBe(405);
    expect(answer.headers().allow).toBe('POST');
    expect(answer.headers()['cache-control']).toBe('no-store');
    expect(answer.headers()['x-request-id']).toBeTruthy();
    expect(await answer.text()).toBe('');
  });
}

test('the route answers 429 once a user has used the codes of a minute', async ({ api, emulator }) => {
  for (let issued = 0; issued < 6; issued++) expect((await requestCode(api)).status()).toBe(200);
  const answer = await requestCode(api);
  await expectProblem(answer, { status: 429, code: 'rate_limited', retry: 'manual' });
  expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
  expect(await emulator.codes()).toHaveLength(6);
});

const cloudFailures = [
  { fault: { status: 429, errorCode: 'APIG.0308' }, status: 429, code: 'rate_limited', retry: 'manual' },
  { fault: { status: 401, errorCode: 'APIG.0301' }, status: 502, code: 'cloud_refused', retry: 'never' },
  { fault: { status: 400, errorCode: 'MSS.00010009' }, status: 502, code: 'cloud_refused', retry: 'never' },
  { fault: { status: 403, errorCode: 'APIGW.0302' }, status: 502, code: 'cloud_refused', retry: 'never' },
  { fault: { status: 404, errorCode: 'APIG.0101' }, status: 502, code: 'cloud_refused', retry: 'never' },
  { fault: { status: 500, errorCode: 'APIG.0203' }, status: 502, code: 'cloud_unavailable', retry: 'auto' },
  { fault: { status: 503, errorCode: 'APIG.0801' }, status: 502, code: 'cloud_unavailable', retry: 'auto' },
  { fault: { status: 302 }, status: 502, code: 'cloud_unavailable', retry: 'auto' },
  { fault: { kind: 'malformed' }, status: 502, code: 'cloud_unavailable', retry: 'auto' },
  { fault: { kind: 'drop' }, status: 502, code: 'cloud_unavailable', retry: 'auto' },
  { fault: { kind: 'hang' }, status: 504, code: 'cloud_unavailable', retry: 'auto' },
] as const;

for (const { fault, status, code, retry } of cloudFailures) {
  test(`the route answers ${status} ${code} when the cloud answers with ${JSON.stringify(fault)}`, async ({
    api,
    emulator,
  }) => {
    await emulator.fault({ target: 'once-code', times: 1, ...fault });
    const answer = await requestCode(api);
    const cloudCode = code === 'cloud_refused' ? { cloudCode: fault.errorCode } : {};
    const problem = await expectProblem(answer, { status, code, retry, ...cloudCode });
    expect(JSON.stringify(problem)).not.toMatch(/emulator-(ak|sk)|Signature|stack/i);
    if (status === 429) expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
    expect((await requestCode(api)).status()).toBe(200); // nothing blocks the next request
  });
}

test('a 503 for a missing setting names no secret, and the server still runs', async ({ api }) => {
  const headers = { origin: misconfiguredUrl, 'sec-fetch-site': 'same-origin' };
  const answer = await api.post(`${misconfiguredUrl}/api/once-code`, { headers });
  await expectProblem(answer, { status: 503, code: 'misconfigured', retry: 'never' });
  expect((await api.get(`${misconfiguredUrl}/api/health`)).status()).toBe(200);
  const ready = await api.get(`${misconfiguredUrl}/api/ready`);
  expect(ready.status()).toBe(503);
  expect(await ready.text()).toContain('HUAWEICLOUD_SDK_SK');
});

test('health and readiness checks request no code', async ({ api, emulator }) => {
  const health = await api.get('/api/health');
  expect(await health.json()).toEqual({ status: 'ok' });
  expect((await api.get('/api/ready')).status()).toBe(200);
  expect(await emulator.codes()).toEqual([]);
});
