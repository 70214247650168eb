import { describe, expect, it } from 'vitest';
import { emulatorPerTest } from './test-client';

const emulator = emulatorPerTest();

describe('the controls', () => {
  it('accept application/json only', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      const answer = await emulator.client.request('/emulator/reset', {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{}',
      });
      expect(answer.status).toBe(415);
    }
    const answer = await emulator.client.request('/emulator/reset', {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', origin: 'http://127.0.0.1:3000' },
      body: '{}',
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'http://127.0.0.1:3000']);
  });
});

describe('the event log', () => {
  it("requires a user's name", async () => {
    expect((await emulator.client.request('/emulator/codes')).status).toBe(400);
    expect(await emulator.client.log('codes', 'unknown')).toEqual([]);
  });

  it('has an entry for every code, without the code itself', async () => {
    const code = await emulator.client.code('ada');
    const text = JSON.stringify([
      await emulator.client.log('codes', 'ada'),
      await emulator.client.log('events', 'ada'),
    ]);
    expect(text).not.toContain(code);
    expect(await emulator.client.log('codes', 'ada')).toEqual([
      { mintedAt: '2026-01-02T03:04:05.000Z', auth: 'aksk', redeemedAt: null, redeemTries: 0 },
    ]);
  });
});

describe('reset', () => {
  it('removes the codes, tokens, faults and events of one user, and closes the connection', async () => {
    const { client } = emulator;
    const ada = await client.startJob('ada');
    const lei = await client.startJob('lei');
    const chat = await client.chat(ada);
    await client.control('faults', { user: 'ada', target: 'once-code', times: 9, kind: 'drop' });
    await client.control('reset', { user: 'ada' });
    await chat.closed;
    const state = (job: typeof ada) => client.sdk('GET', `smart-chat-jobs/${job.jobId}/state`, { token: job.access });
    expect([(await state(ada)).status, (await state(lei)).status]).toEqual([401, 200]);
    expect(await client.log('events', 'ada')).toEqual([]);
    expect((await client.requestCode('ada')).status).toBe(200);
  });

  it('removes everything', async () => {
    await emulator.client.startJob('ada');
    await emulator.client.control('reset', {});
    expect(await emulator.client.log('codes', 'ada')).toEqual([]);
  });
});
