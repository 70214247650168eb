import { describe, expect, it } from 'vitest';
import { emulatorPerTest, startTestEmulator } from '../test-client';

const emulator = emulatorPerTest();

const passwordRequest = (user: object = {}, scope: object = { project: { name: 'cn-north-4' } }) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json;charset=utf8' },
  body: JSON.stringify({
    auth: {
      identity: {
        methods: ['password'],
        password: {
          user: { name: 'emulator-user', password: 'emulator-password', domain: { name: 'emulator-domain' }, ...user },
        },
      },
      scope,
    },
  }),
});

const iamToken = async () => {
  const answer = await emulator.client.request('/v3/auth/tokens', passwordRequest());
  return answer.headers.get('x-subject-token') ?? '';
};

describe('the once-code call', () => {
  it('issues a code of 64 characters for a signed request, with a request ID and without CORS', async () => {
    const answer = await emulator.client.requestCode('ada');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.json()).toEqual({ once_code: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
  });

  it.each([
    ['a wrong secret key', { sk: 'wrong' }],
    ['an unknown access key', { ak: 'unknown' }],
  ])('refuses %s', async (_, keys) => {
    const answer = await emulator.client.requestCode('ada', emulator.client.signedHeaders('ada', keys));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      error_code: 'APIG.0301',
      error_msg: expect.stringContaining('verify aksk signature fail'),
      request_id: answer.headers.get('x-request-id'),
    });
  });

  it('refuses a signature older than 15 minutes', async () => {
    const headers = emulator.client.signedHeaders('ada');
    emulator.clock.nowMs += 16 * 60_000;
    const answer = await emulator.client.requestCode('ada', headers);
    expect(answer.status).toBe(401);
    expect((await answer.json()).error_msg).toContain('signature expired');
  });

  it("refuses a project that is not the credentials'", async () => {
    const headers = emulator.client.signedHeaders('ada', { project: 'other' });
    const path = '/v1/other/digital-human-chat/once-code';
    const answer = await emulator.client.request(path, { method: 'POST', headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error_code: 'MSS.00010009' });
  });

  it('applies the flow limit, if set, for one second', async () => {
    const limited = await startTestEmulator({ onceCodesPerSecond: 2 });
    const status = async () => (await limited.client.requestCode('ada')).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    limited.clock.nowMs += 1000;
    expect(await status()).toBe(200);
    await limited.close();
  });

  it("returns 404 with the gateway's code on an unknown path", async () => {
    const answer = await emulator.client.request('/v2/once-code', { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error_code: 'APIG.0101' });
  });
});

describe('the IAM token call', () => {
  it('returns a token for a day, which can request a once code', async () => {
    const answer = await emulator.client.request('/v3/auth/tokens', passwordRequest());
    expect(answer.status).toBe(201);
    expect((await answer.json()).token.expires_at).toBe('2026-01-03T03:04:05.000000Z');
    const token = answer.headers.get('x-subject-token') ?? '';
    expect(token.length).toBeGreaterThan(1000);
    const created = await emulator.client.requestCode('ada', { 'x-auth-token': token, 'x-app-userid': 'ada' });
    expect(created.status).toBe(200);
    expect(await emulator.client.log('codes', 'ada')).toMatchObject([{ auth: 'token' }]);
  });

  it.each([
    ['a wrong password', passwordRequest({ password: 'wrong' }), 401],
    ['a wrong domain', passwordRequest({ domain: { name: 'wrong' } }), 401],
    ['no project', passwordRequest({}, {}), 400],
    ['another project', passwordRequest({}, { project: { id: 'other' } }), 401],
  ])('refuses %s', async (_, request, status) => {
    const answer = await emulator.client.request('/v3/auth/tokens', request);
    expect(answer.status).toBe(status);
    expect((await answer.json()).error).toMatchObject({ code: status });
  });

  it('distinguishes an unknown token from an expired one', async () => {
    const token = await iamToken();
    await emulator.client.control('clock', { user: 'emulator-user', advanceSeconds: 24 * 3600 });
    const old = await emulator.client.requestCode('ada', { 'x-auth-token': token });
    expect([old.status, (await old.json()).error_code]).toEqual([401, 'APIG.0307']);
    const unknown = await emulator.client.requestCode('ada', { 'x-auth-token': 'made-up' });
    expect([unknown.status, (await unknown.json()).error_code]).toEqual([401, 'APIG.0301']);
  });
});
