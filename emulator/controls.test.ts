import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestEmulator } from './test-client';

let emulator: Awaited<ReturnType<typeof startTestEmulator>>;
beforeEach(async () => {
  emulator = await startTestEmulator();
});
afterEach(() => emulator.close());

/** `fetch` does not let a caller choose the Host. */
function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port: emulator.port, path: '/', headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on('error', reject);
    call.end();
  });
}

describe('the guard', () => {
  it('says when the emulator is ready', async () => {
    expect(await (await emulator.client.request('/')).json()).toEqual({ ready: true });
  });

  it('answers to 127.0.0.1 and localhost with its port only', async () => {
    const { port } = emulator;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
      expect(await statusWithHost(host)).toBe(200);
    }
    for (const host of [`evil.example:${port}`, 'evil.example', `localhost:${port + 1}`, `localhost.evil:${port}`]) {
      expect(await statusWithHost(host)).toBe(421);
    }
  });

  it("refuses foreign pages on the browser's side and at the controls", async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      const headers = { origin, 'content-type': 'application/json' };
      for (const path of ['/emulator/reset', '/v1/digital-human-chat/auth-once-code', '/sdk-voice']) {
        const answer = await emulator.client.request(path, { method: 'POST', headers, body: '{}' });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
      expect((await emulator.client.request('/sdk/HwICSUiSdk.js', { headers: { origin } })).status).toBe(403);
    }
  });

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

  it('says that its port is taken', async () => {
    await expect(startTestEmulator({ port: emulator.port })).rejects.toThrow(
      `Port ${emulator.port} is taken. Set EMULATOR_PORT to a free one.`,
    );
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

describe('push', () => {
  const push = (order: object) => emulator.client.control('push', { user: 'ada', ...order });

  it('needs a live session and an order that makes sense', async () => {
    expect((await push({ event: 'kick-out' })).status).toBe(404);
    await emulator.client.startJob('ada');
    expect((await push({ event: 'dance' })).status).toBe(400);
    expect((await push({ event: 'error' })).status).toBe(400);
    expect((await push({ event: 'kick-out' })).status).toBe(200);
  });

  it.each([
    [{ event: 'drop' }, { action: 'emulator_push', event: 'drop', after_ms: 2000, forever: false }],
    [
      { event: 'drop', forever: true },
      { action: 'emulator_push', event: 'drop', after_ms: 2000, forever: true },
    ],
    [
      { event: 'peer-left', afterMs: 5 },
      { action: 'emulator_push', event: 'peer-left', after_ms: 5, forever: false },
    ],
    [{ event: 'kick-out' }, { action: 'emulator_push', event: 'kick-out' }],
    [
      { event: 'silence-warning', restTimeMs: 9 },
      { action: 'transparent_transmission', message: '{"action":"exit_mute_alert","param":{"rest_time":9}}' },
    ],
    [
      { event: 'error', code: '47050004', message: 'gone' },
      { action: 'error', error_code: '47050004', error_msg: 'gone', error_level: 'MAJOR' },
    ],
  ])('%o reaches the page', async (order, frame) => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    await push(order);
    expect(await chat.next(frame.action)).toEqual(frame);
  });

  it('waits for a WebSocket that is still to come', async () => {
    const job = await emulator.client.startJob('ada');
    await push({ event: 'kick-out' });
    const chat = await emulator.client.chat(job);
    expect(await chat.next('emulator_push')).toMatchObject({ event: 'kick-out' });
  });

  it('puts the chat to sleep', async () => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    const { chat_id } = await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
    await push({ event: 'sleep' });
    expect(await chat.next('enter_sleep')).toMatchObject({ chat_id });
    expect(await chat.ask({ action: 'text_question', text: 'Hi' })).toMatchObject({ error_code: 'MSS.47010144' });
  });

  it('makes it say something unasked', async () => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    await push({ event: 'say', text: 'Welcome.' });
    expect(await chat.next('semantic_recognized')).toMatchObject({ text: 'Welcome.', question_text: '' });
    await chat.next('accept_new_question');
  });

  it('ends a job for silence, and lets the page look at once', async () => {
    const job = await emulator.client.startJob('ada');
    const chat = await emulator.client.chat(job);
    await push({ event: 'silence-timeout' });
    expect(await chat.next('emulator_push')).toMatchObject({ event: 'poll-state' });
    const state = await emulator.client.sdk('GET', `smart-chat-jobs/${job.jobId}/state`, { token: job.access });
    expect(await state.json()).toMatchObject({ state: 'CANCELED', job_finish_reason: 'MUTE_TIMEOUT' });
  });
});

describe('the files of the stand-in', () => {
  it('come with their type, for loopback pages, gzipped when asked for, and are revalidated', async () => {
    const { client } = emulator;
    const script = await client.request('/sdk/HwICSUiSdk.js', { headers: { origin: 'http://localhost:3000' } });
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(script.headers.get('content-encoding')).toBe('gzip'); // fetch asks for it
    expect(await script.text()).toContain('HwICSUiSdk');
    const plain = await client.request('/sdk/assets/ada.avt', { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), (await plain.arrayBuffer()).byteLength]).toEqual([null, 5000]);
    const headers = { 'if-none-match': script.headers.get('etag') ?? '' };
    expect((await client.request('/sdk/HwICSUiSdk.js', { headers })).status).toBe(304);
  });

  it('are only those', async () => {
    for (const path of ['nothing.js', 'assets/', 'assets/..%2f..%2fmain.ts', '../main.ts']) {
      expect((await emulator.client.request(`/sdk/${path}`)).status).toBe(404);
    }
  });
});
