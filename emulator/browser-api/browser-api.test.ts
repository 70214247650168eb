import { describe, expect, it } from 'vitest';
import { emulatorPerTest } from '../test-client';

const emulator = emulatorPerTest();

const codeOf = async (answer: Response) => [answer.status, (await answer.json()).error_code];

describe('redeeming a once code', () => {
  it('returns tokens once and refuses the second time', async () => {
    const { client } = emulator;
    const code = await client.code('ada');
    const first = await client.redeem(code);
    expect(await first.json()).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      valid_period: 3600,
    });
    expect(await codeOf(await client.redeem(code))).toEqual([401, 'MSS.47010046']);
    expect(await client.log('codes', 'ada')).toEqual([
      { mintedAt: '2026-01-02T03:04:05.000Z', auth: 'aksk', redeemedAt: '2026-01-02T03:04:05.000Z', redeemTries: 2 },
    ]);
  });

  it("refuses a code after 300 s of its user's time, and accepts another user's", async () => {
    const { client } = emulator;
    const [ada, lei] = [await client.code('ada'), await client.code('lei')];
    await client.control('clock', { user: 'ada', advanceSeconds: 300 });
    expect(await codeOf(await client.redeem(ada))).toEqual([401, 'MSS.47010046']);
    expect((await client.redeem(lei)).status).toBe(200);
    expect((await client.redeem(await client.code('ada'))).status).toBe(200);
  });

  it('refuses an unknown robot and uses up the code', async () => {
    const { client } = emulator;
    const code = await client.code('ada');
    expect(await codeOf(await client.redeem(code, 'unknown'))).toEqual([400, 'MSS.47010034']);
    expect(await codeOf(await client.redeem(code))).toEqual([401, 'MSS.47010046']);
    for (const robot of ['ada', 'mei', 'zuri']) {
      expect((await client.redeem(await client.code('ada'), robot)).status).toBe(200);
    }
  });

  it('locks a user for five minutes after ten refused codes, and no other user', async () => {
    const { client } = emulator;
    const used = await client.code('ada');
    await client.redeem(used);
    for (let time = 0; time < 10; time += 1) expect((await client.redeem(used)).status).toBe(401);
    expect(await codeOf(await client.redeem(await client.code('ada')))).toEqual([403, 'MSS.47010047']);
    expect((await client.redeem(await client.code('lei'))).status).toBe(200);
    await client.control('clock', { user: 'ada', advanceSeconds: 300 });
    expect((await client.redeem(await client.code('ada'))).status).toBe(200);
  });

  it('locks unknown codes and still accepts issued ones', async () => {
    const { client } = emulator;
    for (let time = 0; time < 10; time += 1) await client.redeem('made-up');
    expect(await codeOf(await client.redeem('made-up'))).toEqual([403, 'MSS.47010047']);
    expect((await client.redeem(await client.code('ada'))).status).toBe(200);
  });

  it('refuses a malformed body', async () => {
    expect(await codeOf(await emulator.client.sdk('POST', 'auth-once-code', { body: { once_code: 1 } }))).toEqual([
      400,
      'MSS.00000003',
    ]);
  });
});

describe('a session', () => {
  it('starts a job, watches it, stops it and revokes its tokens; the event log records it', async () => {
    const { client } = emulator;
    const { access, jobId } = await client.startJob('ada');
    const state = await client.sdk('GET', `smart-chat-jobs/${jobId}/state`, { token: access });
    expect(await state.json()).toMatchObject({
      job_id: jobId,
      state: 'PROCESSING',
      chat_state: 0,
      chat_access_address: new URL(client.url).host,
      voice_config_list: [{ language: 'EN', language_desc: 'English' }, { language: 'CN' }],
    });
    for (let time = 0; time < 2; time += 1) {
      expect((await client.sdk('POST', `smart-chat-jobs/${jobId}/stop`, { token: access })).status).toBe(200);
    }
    expect((await client.sdk('DELETE', 'token', { token: access })).status).toBe(200);
    expect(await codeOf(await client.sdk('POST', 'smart-chat-jobs', { token: access, body: {} }))).toEqual([
      401,
      'MSS.47010105',
    ]);
    const events = await client.log('events', 'ada');
    expect(events.map(({ event }) => event)).toEqual([
      'code-minted',
      'code-redeemed',
      'job-started',
      'job-stopped',
      'token-deleted',
    ]);
    expect(events[3]).toMatchObject({ jobId, reason: 'NORMAL' });
  });

  it('describes the job as the SDK expects, with the host name of the request', async () => {
    const { client } = emulator;
    const tokens = await (await client.redeem(await client.code('ada'))).json();
    const job = await client.sdk('POST', 'smart-chat-jobs', { token: tokens.access_token, body: {} });
    expect(await job.json()).toMatchObject({
      chat_access_address: new URL(client.url).host,
      deployment_mode: 'CLOUD',
      default_language: 'EN',
      rtc_room_info: { users: [{ user_type: 'PLAYER' }, { user_type: 'ROBOT' }] },
    });
  });

  it('renews its tokens: the refresh token works once, the old access token stays valid', async () => {
    const { client } = emulator;
    const { access, refresh, jobId } = await client.startJob('ada');
    const renewed = await (await client.sdk('PUT', 'token', { token: refresh })).json();
    expect((await client.sdk('PUT', 'token', { token: refresh })).status).toBe(401);
    for (const token of [access, renewed.access_token]) {
      expect((await client.sdk('GET', `smart-chat-jobs/${jobId}/state`, { token })).status).toBe(200);
    }
  });

  it("ends when its access token expires, by its user's clock", async () => {
    const { client } = emulator;
    const { access, refresh, jobId } = await client.startJob('ada');
    await client.control('clock', { user: 'ada', advanceSeconds: 3600 });
    const answer = await client.sdk('GET', `smart-chat-jobs/${jobId}/state`, { token: access });
    expect(await codeOf(answer)).toEqual([401, 'MSS.47010105']);
    expect((await client.sdk('PUT', 'token', { token: refresh })).status).toBe(200);
  });

  it("sees and re-joins every job of its robot, even another user's, and no other robot's", async () => {
    const { client } = emulator;
    const tokens = await (await client.redeem(await client.code('ada'))).json();
    const { jobId } = await client.startJob('lei');
    const state = await client.sdk('GET', `smart-chat-jobs/${jobId}/state`, { token: tokens.access_token });
    expect(await state.json()).toMatchObject({ job_id: jobId, state: 'PROCESSING' });
    const chat = await client.chat({ access: tokens.access_token, jobId });
    expect(await chat.ask({ action: 'start_chat' })).toMatchObject({ error_code: 'MSS.00000000' });
    const others = await (await client.redeem(await client.code('ada'), 'mei')).json();
    const refused = await client.sdk('GET', `smart-chat-jobs/${jobId}/state`, { token: others.access_token });
    expect(await codeOf(refused)).toEqual([401, 'MSS.47010106']);
  });

  it('receives a warning of silence and then ends, as its user ages', async () => {
    const { client } = emulator;
    const job = await client.startJob('ada');
    const chat = await client.chat(job);
    const poll = async () =>
      (await client.sdk('GET', `smart-chat-jobs/${job.jobId}/state`, { token: job.access })).json();
    await client.control('clock', { user: 'ada', advanceSeconds: 14 * 60 + 30 });
    expect(await poll()).toMatchObject({ state: 'PROCESSING' });
    const { message } = await chat.next('transparent_transmission');
    expect(JSON.parse(String(message))).toEqual({ action: 'exit_mute_alert', param: { rest_time: 30_000 } });
    await client.control('clock', { user: 'ada', advanceSeconds: 30 });
    expect(await poll()).toMatchObject({ state: 'SUCCEED', job_finish_reason: 'MUTE_TIMEOUT' });
  });

  it('returns hot questions in both languages and accepts telemetry', async () => {
    const { client } = emulator;
    const { access: token } = await client.startJob('ada');
    const hot = await client.sdk('GET', 'hot-question?language=CN&limit=1', { token });
    expect(await hot.json()).toEqual({ data: [{ hot_question: '什么是一次性鉴权码？' }] });
    expect((await client.sdk('POST', 'endpoint/stats', { token, body: { records: [1, 2] } })).status).toBe(200);
    expect((await client.log('events', 'ada')).at(-1)).toMatchObject({ event: 'stats-received', records: 2 });
  });
});

describe("a browser's request", () => {
  it('has its preflight answered for a loopback page and keeps its own request ID', async () => {
    const headers = { origin: 'http://localhost:3000', 'x-request-id': 'abc-123' };
    const preflight = await emulator.client.request('/v1/digital-human-chat/token', {
      method: 'OPTIONS',
      headers: {
        ...headers,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type,x-auth-token,x-request-id',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-auth-token');

    const answer = await emulator.client.request('/v1/digital-human-chat/token', { method: 'PUT', headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
    expect(answer.headers.get('x-request-id')).toBe('abc-123');
  });
});
