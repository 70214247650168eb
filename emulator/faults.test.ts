import { describe, expect, it } from 'vitest';
import { faultTargets } from './faults';
import { emulatorPerTest, startTestEmulator } from './test-client';

const emulator = emulatorPerTest();

const request = (fault: object) => emulator.client.control('faults', fault);

describe('a requested fault', () => {
  it('fails that many calls of its user, and of no other', async () => {
    await request({ user: 'ada', target: 'once-code', times: 2, status: 503 });
    const statuses = async (user: string) => (await emulator.client.requestCode(user)).status;
    expect(await statuses('lei')).toBe(200);
    expect([await statuses('ada'), await statuses('ada'), await statuses('ada')]).toEqual([503, 503, 200]);
    expect(await emulator.client.log('codes', 'ada')).toHaveLength(1);
  });

  it('without a user fails the next caller', async () => {
    await request({ target: 'once-code', status: 429 });
    const answer = await emulator.client.requestCode('any-user');
    expect([answer.status, (await answer.json()).error_code]).toEqual([429, 'APIG.0308']);
    expect((await emulator.client.requestCode('any-user')).status).toBe(200);
  });

  it("answers with the vendor's status for a code, or with the requested status", async () => {
    await request({ user: 'ada', target: 'once-code', errorCode: 'MSS.00010009' });
    await request({ user: 'ada', target: 'once-code', errorCode: 'MSS.99', status: 418 });
    const first = await emulator.client.requestCode('ada');
    expect([first.status, (await first.json()).error_code]).toEqual([400, 'MSS.00010009']);
    const second = await emulator.client.requestCode('ada');
    expect([second.status, (await second.json()).error_code]).toEqual([418, 'MSS.99']);
  });

  it('can be a 200 without a code, a 200 with an error, or a redirect', async () => {
    await request({ user: 'ada', target: 'once-code', status: 200 });
    await request({ user: 'ada', target: 'once-code', status: 200, errorCode: 'MSS.00000001' });
    await request({ user: 'ada', target: 'once-code', status: 302 });
    expect(await (await emulator.client.requestCode('ada')).json()).toEqual({});
    expect(await (await emulator.client.requestCode('ada')).json()).toMatchObject({ error_code: 'MSS.00000001' });
    const redirect = await emulator.client.requestCode('ada');
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, '/']);
  });

  it('malformed: answers 200 with a page', async () => {
    await request({ user: 'ada', target: 'once-code', kind: 'malformed' });
    const answer = await emulator.client.requestCode('ada');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  });

  it('drop: closes the connection', async () => {
    await request({ user: 'ada', target: 'once-code', kind: 'drop' });
    await expect(emulator.client.requestCode('ada')).rejects.toThrow('fetch failed');
  });

  it('hang: never answers, and lets the emulator close', async () => {
    await request({ user: 'ada', target: 'once-code', kind: 'hang' });
    const hanging = emulator.client.requestCode('ada').then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => emulator.client.log('events', 'ada')).toMatchObject([{ event: 'fault' }]);
    await emulator.close();
    expect(await hanging).toBe('cut');
    Object.assign(emulator, await startTestEmulator());
  });

  it('delayMs alone: delays the call, which then succeeds', async () => {
    await request({ user: 'ada', target: 'once-code', delayMs: 1234 });
    expect((await emulator.client.requestCode('ada')).status).toBe(200);
    expect(emulator.clock.paused).toEqual([1234]);
  });

  it("finds its user by the code, then by the token, on the SDK's side", async () => {
    const { client } = emulator;
    const job = await client.startJob('ada');
    for (const target of ['smart-chat-jobs', 'state', 'stop', 'create-once-token', 'token', 'hot-question', 'stats']) {
      await request({ user: 'ada', target, errorCode: 'MSS.20010135', status: 409 });
    }
    const calls: [string, string][] = [
      ['POST', 'smart-chat-jobs'],
      ['GET', `smart-chat-jobs/${job.jobId}/state`],
      ['POST', `smart-chat-jobs/${job.jobId}/stop`],
      ['POST', 'create-once-token'],
      ['DELETE', 'token'],
      ['GET', 'hot-question'],
      ['POST', 'endpoint/stats'],
    ];
    const lei = await client.startJob('lei');
    expect((await client.sdk('GET', `smart-chat-jobs/${lei.jobId}/state`, { token: lei.access })).status).toBe(200);
    for (const [method, path] of calls) {
      const answer = await client.sdk(method, path, { token: job.access });
      expect([path, answer.status, (await answer.json()).error_code]).toEqual([path, 409, 'MSS.20010135']);
    }
  });

  it('uses up the code of the call, without counting it as redeemed', async () => {
    const { client } = emulator;
    await request({ user: 'ada', target: 'auth-once-code', errorCode: 'MSS.47010046' });
    const code = await client.code('ada');
    expect((await client.redeem(code)).status).toBe(401);
    expect((await client.redeem(code)).status).toBe(401);
    expect(await client.log('codes', 'ada')).toMatchObject([{ redeemedAt: null, redeemTries: 2 }]);
  });

  it('fails the IAM token call', async () => {
    await request({ target: 'iam-token', status: 500 });
    expect((await emulator.client.request('/v3/auth/tokens', { method: 'POST' })).status).toBe(500);
  });

  it("of a user's create() is part of the answer that create() waits for", async () => {
    const { client } = emulator;
    await request({ user: 'ada', target: 'sdk', kind: 'hang' });
    expect((await client.request('/sdk/HwICSUiSdk.js')).status).toBe(200);
    const fault = async () => (await client.redeem(await client.code('ada'))).headers.get('x-emulator-sdk-fault');
    expect(await fault()).toBe('{"kind":"hang"}');
    expect(await fault()).toBeNull();
  });

  it('of the script fails the load, and not create()', async () => {
    const { client } = emulator;
    const load = () => client.request('/sdk/HwICSUiSdk.js');
    await request({ target: 'sdk', status: 500 });
    await request({ target: 'sdk', kind: 'malformed' });
    await request({ target: 'sdk', kind: 'drop' });
    expect((await client.redeem(await client.code('ada'))).headers.get('x-emulator-sdk-fault')).toBeNull();
    expect((await load()).status).toBe(500);
    expect(await (await load()).text()).toBe('window.HwICSUiSdk = {};');
    await expect(load()).rejects.toThrow('fetch failed');
    expect((await load()).status).toBe(200);
  });
});

describe('an invalid request', () => {
  it.each([
    ['no target', { kind: 'hang' }],
    ['an unknown target', { target: 'coffee', kind: 'hang' }],
    ['no fault', { target: 'once-code' }],
    ['a kind and a status', { target: 'once-code', kind: 'hang', status: 500 }],
    ['a misspelt field', { target: 'once-code', kind: 'hang', tiems: 2 }],
    ['a user of the IAM token', { user: 'ada', target: 'iam-token', status: 500 }],
    ['a status of create()', { user: 'ada', target: 'sdk', status: 500 }],
    ['an error code of the script', { target: 'sdk', errorCode: 'MSS.1' }],
    ['no times', { target: 'once-code', times: 0, kind: 'hang' }],
  ])('is refused with a reason: %s', async (_, fault) => {
    const answer = await request(fault);
    expect(answer.status).toBe(400);
    expect((await answer.json()).issues[0]).toEqual({ path: expect.any(String), message: expect.any(String) });
  });
});

it('is accepted for every target', async () => {
  for (const target of faultTargets) expect((await request({ target, times: 1, delayMs: 1 })).status).toBe(200);
});
