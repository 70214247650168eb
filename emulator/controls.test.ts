import { describe, expect, it } from 'vitest';
import { emulatorPerTest } from './test-client';

const emulator = emulatorPerTest();

describe('the controls', () => {
  it('takes orders as application/json only', async () => {
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

describe('the books', () => {
  it('want to know whose', async () => {
    expect((await emulator.client.request('/emulator/codes')).status).toBe(400);
    expect(await emulator.client.book('codes', 'nobody')).toEqual([]);
  });

  it('hold every code, and never the code itself', async () => {
    const code = await emulator.client.code('ada');
    const text = JSON.stringify([
      await emulator.client.book('codes', 'ada'),
      await emulator.client.book('events', 'ada'),
    ]);
    expect(text).not.toContain(code);
    expect(await emulator.client.book('codes', 'ada')).toEqual([
      { mintedAt: '2026-01-02T03:04:05.000Z', auth: 'aksk', redeemedAt: null, redeemTries: 0 },
    ]);
  });
});

describe('reset', () => {
  it('forgets one user: codes, tokens, faults, books; the line is hung up', async () => {
    const { client } = emulator;
    const ada = await client.startJob('ada');
    const lei = await client.startJob('lei');
    const chat = await client.chat(ada);
    await client.control('faults', { user: 'ada', target: 'once-code', times: 9, kind: 'drop' });
    await client.control('reset', { user: 'ada' });
    await chat.closed;
    const state = (job: typeof ada) => client.sdk('GET', `smart-chat-jobs/${job.jobId}/state`, { token: job.access });
    expect([(await state(ada)).status, (await state(lei)).status]).toEqual([401, 200]);
    expect(await client.book('events', 'ada')).toEqual([]);
    expect((await client.mint('ada')).status).toBe(200);
  });

  it('forgets everything', async () => {
    await emulator.client.startJob('ada');
    await emulator.client.control('reset', {});
    expect(await emulator.client.book('codes', 'ada')).toEqual([]);
  });
});
