import { describe, expect, it } from 'vitest';
import { ConsoleClient } from '../../lib/server/metastudio/console-client';
import { IamTokens } from '../../lib/server/metastudio/iam-token';
import { emulatorPerTest, startTestEmulator } from '../test-client';

const emulator = emulatorPerTest();

const accessKey = { ak: 'emulator-ak', sk: 'emulator-sk' };
const iamUser = () => ({
  endpoint: emulator.url,
  domain: 'emulator-domain',
  user: 'emulator-user',
  password: 'emulator-password',
  projectId: 'emulator-project',
});

/** The app's own client. Its signer shares no code with the emulator's verifier. */
function server(
  credentials: typeof accessKey | ReturnType<typeof iamUser> = accessKey,
  projectId = 'emulator-project',
) {
  const settings = { endpoint: emulator.url, projectId, credentials, timeoutMs: 5_000 };
  return new ConsoleClient(settings, { now: () => emulator.clock.nowMs, tokens: new IamTokens() });
}

const ROOM = 'emulator-robot-room';
const extendParam = (clientId: string) => JSON.stringify({ client_id: clientId });

async function tokenOf(user: string, robotId?: string): Promise<string> {
  const tokens = await (await emulator.client.redeem(await emulator.client.code(user), robotId)).json();
  return (tokens as { access_token: string }).access_token;
}

async function start(user: string, { robotId, extend = null }: { robotId?: string; extend?: string | null } = {}) {
  const access = await tokenOf(user, robotId);
  const answer = await emulator.client.sdk('POST', 'smart-chat-jobs', {
    token: access,
    body: { extend_param: extend },
  });
  const { job_id: jobId, error_code: errorCode } = (await answer.json()) as Record<string, string>;
  return { access, jobId: jobId ?? '', errorCode };
}

const stateOf = async ({ access, jobId }: { access: string; jobId: string }) =>
  (await emulator.client.sdk('GET', `smart-chat-jobs/${jobId}/state`, { token: access })).json();

const set = (change: object) => emulator.client.control('console', change);

describe('the callers', () => {
  const calls: [string, (client: ConsoleClient) => Promise<unknown>][] = [
    ['robot', (client) => client.getRobot('emulator-robot')],
    ['room', (client) => client.getRoom(ROOM)],
    ['jobs', (client) => client.listRunningJobs(ROOM)],
    ['record-config', (client) => client.isTextRecorded()],
    ['record-config', (client) => client.isVoiceRecorded()],
  ];

  it.each(calls)('%s: requires a signature or token of the account, and its own project', async (_, call) => {
    await call(server());
    await call(server(iamUser()));
    const refused = (cloudCode: string) => ({ code: 'cloud_refused', details: { cloudCode } });
    await expect(call(server({ ...accessKey, sk: 'wrong' }))).rejects.toMatchObject(refused('APIG.0301'));
    await expect(call(server(accessKey, 'another'))).rejects.toMatchObject(refused('MSS.00010009'));
  });

  it.each(calls)('%s fails as requested, for no user of the app', async (target, call) => {
    expect((await emulator.client.control('faults', { target, user: 'ada', status: 403 })).status).toBe(400);
    await emulator.client.control('faults', { target, status: 403 });
    await expect(call(server())).rejects.toMatchObject({
      code: 'cloud_refused',
      details: { cloudStatus: 403, cloudCode: 'APIG.0302', requestId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    await call(server());
  });

  it('are limited to a number of calls per second and target, where a limit is set', async () => {
    const limited = await startTestEmulator({ serverCallsPerSecond: 2 });
    const settings = { endpoint: limited.url, projectId: 'emulator-project', credentials: accessKey, timeoutMs: 5_000 };
    const client = new ConsoleClient(settings, { now: () => limited.clock.nowMs });
    for (const [, call] of calls.slice(0, 3)) await Promise.all([call(client), call(client)]);
    await expect(client.getRoom(ROOM)).rejects.toMatchObject({ code: 'rate_limited' });
    limited.clock.nowMs += 1_000;
    await client.getRoom(ROOM);
    await limited.close();
  });

  it('cannot be pages: the calls have no CORS', async () => {
    const answer = await emulator.client.request('/v1/emulator-project/digital-human-chat/robot/ada', {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the console', () => {
  it('has four digital humans, each in its own room', async () => {
    for (const id of ['emulator-robot', 'ada', 'mei', 'zuri'])
      expect(await server().getRobot(id)).toMatchObject({ robotId: id, roomId: `${id}-room`, appType: 1 });
    expect(await server().getRoom('mei-room')).toEqual({
      roomId: 'mei-room',
      concurrency: 1_000,
      billingMode: 'CONCURRENCY',
      exitMuteThreshold: 900,
      defaultLanguage: 'EN',
    });
    await expect(server().getRobot('unknown')).rejects.toMatchObject({ details: { cloudCode: 'MSS.47010034' } });
    await expect(server().getRoom('nowhere')).rejects.toMatchObject({ details: { cloudCode: 'MSS.47010001' } });
    expect(await server().isTextRecorded()).toBe(false);
    expect(await server().isVoiceRecorded()).toBe(false);
  });

  it('sets values, creates missing entries, omits unset values, and resets everything', async () => {
    await set({ robotId: 'emulator-robot', set: { app_type: 6, llm_url: 'https://x.example/llm' } });
    await set({ robotId: 'new', set: { name: 'New', room_id: 'shared' } });
    await set({ roomId: 'shared', set: { concurrency: 0, exit_mute_threshold: null, default_language: 'Thai' } });
    await set({ set: { enable_dialog_report: true, enable_audio_record: true } });
    await emulator.client.control('reset', { user: 'ada' });
    const appAndAddress = { appType: 6, llmUrl: 'https://x.example/llm' };
    expect(await server().getRobot('emulator-robot')).toMatchObject(appAndAddress);
    expect(await server().getRobot('new')).toMatchObject({ name: 'New', roomId: 'shared' });
    expect(await server().getRoom('shared')).toEqual({
      roomId: 'shared',
      concurrency: 0,
      billingMode: 'CONCURRENCY',
      exitMuteThreshold: undefined,
      defaultLanguage: 'Thai',
    });
    expect([await server().isTextRecorded(), await server().isVoiceRecorded()]).toEqual([true, true]);
    await emulator.client.control('reset', {});
    expect(await server().getRobot('emulator-robot')).toMatchObject({ appType: 1, llmUrl: undefined });
    await expect(server().getRobot('new')).rejects.toMatchObject({ details: { cloudCode: 'MSS.47010034' } });
    expect(await server().isTextRecorded()).toBe(false);
  });

  it.each([
    [{ robotId: 'ada', set: { color: 'red' } }, 'set'],
    [{ roomId: 'ada-room', set: { concurrency: -1 } }, 'set.concurrency'],
    [{ robotId: 'ada', roomId: 'ada-room', set: {} }, 'roomId'],
    [{ set: { enable_audio_record: 'yes' } }, 'set.enable_audio_record'],
    [{ robotId: 'ada' }, 'set'],
    [{ set: { concurrency: 1 } }, 'set'],
  ])('refuses %j and says what is wrong', async (change, path) => {
    const answer = await set(change);
    expect(answer.status).toBe(400);
    expect((await answer.json()).issues).toMatchObject([{ path }]);
    expect(await server().getRoom('ada-room')).toMatchObject({ concurrency: 1_000 });
  });

  it('lists digital humans by page and by room', async () => {
    const list = async (query: string) => {
      const target = `/v1/emulator-project/digital-human-chat/robot?${query}`;
      const headers = emulator.client.signedHeaders('', { method: 'GET', target });
      const answer = await emulator.client.request(target, { headers });
      const { count, data } = (await answer.json()) as { count: number; data?: { robot_id: string }[] };
      return [answer.status, count, data?.map(({ robot_id: id }) => id)];
    };
    expect(await list('limit=3&offset=2')).toEqual([200, 4, ['mei', 'zuri']]);
    expect(await list('room_id=mei-room')).toEqual([200, 1, ['mei']]);
    expect(await list('limit=101')).toEqual([400, undefined, undefined]);
    expect(await list('offset=x')).toEqual([400, undefined, undefined]);
  });

  it('decides which source answers', async () => {
    const known = await startTestEmulator({
      answers: undefined,
      llm: { url: 'https://x.example/a', appId: 'app', appKey: 'k', chatRounds: 3, isStream: true },
    });
    const settings = { endpoint: known.url, projectId: 'emulator-project', credentials: accessKey, timeoutMs: 5_000 };
    const client = new ConsoleClient(settings, { now: () => known.clock.nowMs });
    const seeded = { appType: 6, llmUrl: 'https://x.example/a', chatRounds: 3, isStream: true };
    expect(await client.getRobot('ada')).toMatchObject(seeded);
    const ask = async () => {
      const chat = await known.client.chat(await known.client.startJob('ada'));
      await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
      await chat.ask({ action: 'text_question', text: 'Hello?' });
      await chat.next('accept_new_question');
      const { error_code: code, text } = chat.frames.find(
        ({ action }) => action === 'error' || action === 'semantic_recognized',
      ) as { error_code?: string; text?: string };
      return code ?? text;
    };
    await known.client.control('console', { robotId: 'emulator-robot', set: { llm_url: '' } });
    expect(await ask()).toBe('MSS.47010131');
    await known.client.control('console', { robotId: 'emulator-robot', set: { app_type: 1 } });
    expect(await ask()).toContain('I am the emulator');
    await known.close();
  });
});

describe('the jobs of a room', () => {
  it('hold their start parameters and their start time', async () => {
    emulator.clock.nowMs += 700;
    const job = await start('ada', { extend: extendParam('a handle') });
    const bare = await start('lei');
    await start('lei', { robotId: 'mei', extend: extendParam('elsewhere') });
    const jobs = await server().listRunningJobs(ROOM);
    const startedAt = new Date('2026-01-02T03:04:05.000Z');
    expect(jobs.map(({ requestId: _, ...rest }) => rest)).toEqual([
      { jobId: bare.jobId, state: 'PROCESSING', startedAt, clientId: undefined },
      { jobId: job.jobId, state: 'PROCESSING', startedAt, clientId: 'a handle' },
    ]);
    expect((await server().listRunningJobs('mei-room')).map(({ clientId }) => clientId)).toEqual(['elsewhere']);
  });

  it('may have no client_id', async () => {
    await start('ada', { extend: extendParam('a handle') });
    await set({ set: { jobs_carry_client_id: false } });
    expect((await server().listRunningJobs(ROOM))[0]).toMatchObject({ clientId: undefined });
  });

  it('are listed by state and by page, ended ones included', async () => {
    const all = [];
    for (let at = 0; at < 12; at += 1) all.push(await start('ada'));
    const [first] = all;
    if (first) await emulator.client.sdk('POST', `smart-chat-jobs/${first.jobId}/stop`, { token: first.access });
    await emulator.client.control('clock', { user: 'ada', advanceSeconds: 90 });
    const list = async (query: string) => {
      const target = `/v1/emulator-project/digital-human-chat/smart-chat-rooms/${ROOM}/smart-chat-jobs${query}`;
      const headers = emulator.client.signedHeaders('', { method: 'GET', target });
      const answer = await emulator.client.request(target, { headers });
      const { count, smart_chat_jobs: jobs } = (await answer.json()) as { count: number; smart_chat_jobs?: object[] };
      return { status: answer.status, count, jobs: jobs ?? [] };
    };
    const ended = await list('?state=SUCCEED%2CFAILED');
    expect(ended.jobs).toEqual([
      {
        job_id: first?.jobId,
        state: 'SUCCEED',
        create_time: '2026-01-02T03:02:35Z',
        start_time: '2026-01-02T03:02:35Z',
        end_time: '2026-01-02T03:02:35Z',
        duration: 0,
        job_finish_reason: 'NORMAL',
      },
    ]);
    expect((await list('?state=PROCESSING&limit=100')).jobs[0]).toMatchObject({ duration: 90 });
    expect(await list('?offset=10')).toMatchObject({ count: 12, jobs: [{}, { job_id: first?.jobId }] });
    expect((await list('')).jobs).toHaveLength(10);
    for (const query of ['?limit=101', '?limit=0', '?offset=-1', '?state=RUNNING'])
      expect(await list(query)).toMatchObject({ status: 400 });
  });

  it('have no start time while they wait', async () => {
    await start('ada');
    await emulator.client.control('push', { user: 'ada', event: 'job-state', state: 'WAITING' });
    expect(await server().listRunningJobs(ROOM)).toMatchObject([{ state: 'WAITING', startedAt: undefined }]);
  });

  it('count against the concurrency of the room until they end', async () => {
    await set({ roomId: ROOM, set: { concurrency: 1 } });
    const first = await start('ada');
    expect(await start('lei')).toMatchObject({ errorCode: 'MSS.20010135' });
    expect((await start('lei', { robotId: 'mei' })).errorCode).toBeUndefined();
    await emulator.client.sdk('POST', `smart-chat-jobs/${first.jobId}/stop`, { token: first.access });
    expect((await start('lei')).errorCode).toBeUndefined();
  });

  it('cannot start without a room', async () => {
    await set({ robotId: 'emulator-robot', set: { room_id: null } });
    expect(await start('ada')).toMatchObject({ errorCode: 'MSS.47010163' });
    expect(await server().getRobot('emulator-robot')).toMatchObject({ roomId: undefined });
  });

  it("end after the room's time of silence, even when no page reads their state, and never without such a time", async () => {
    await set({ roomId: ROOM, set: { exit_mute_threshold: 120, concurrency: 1 } });
    await set({ roomId: 'mei-room', set: { exit_mute_threshold: null } });
    const job = await start('ada');
    await start('ada', { robotId: 'mei' });
    await emulator.client.control('clock', { user: 'ada', advanceSeconds: 119 });
    expect(await server().listRunningJobs(ROOM)).toHaveLength(1);
    await emulator.client.control('clock', { user: 'ada', advanceSeconds: 100_000 });
    expect(await server().listRunningJobs(ROOM)).toHaveLength(0);
    expect((await start('lei')).errorCode).toBeUndefined();
    expect(await server().listRunningJobs('mei-room')).toHaveLength(1);
    const events = await emulator.client.log('events', 'ada');
    expect(events.at(-1)).toMatchObject({ event: 'job-stopped', jobId: job.jobId, reason: 'MUTE_TIMEOUT' });
  });
});

describe('a job that the server API stops', () => {
  it('runs on for a second, then its page starts another one with the same tokens', async () => {
    const job = await start('ada', { extend: extendParam('h') });
    const chat = await emulator.client.chat(job);
    const { requestId } = await server().stopJob(ROOM, job.jobId);
    expect(requestId).toMatch(/^[0-9a-f]{32}$/);
    expect(await chat.next('error')).toMatchObject({ error_code: '20010146', error_level: 'MAJOR' });
    expect(await chat.closed).toBe(1000);
    expect(emulator.clock.paused).toContain(1_000);
    expect(await stateOf(job)).toMatchObject({ state: 'SUCCEED', job_finish_reason: 'NORMAL' });
    const again = { token: job.access, body: { extend_param: extendParam('h') } };
    const { job_id: second } = (await (await emulator.client.sdk('POST', 'smart-chat-jobs', again)).json()) as Record<
      string,
      string
    >;
    expect(await server().listRunningJobs(ROOM)).toMatchObject([{ jobId: second, clientId: 'h' }]);
    const events = (await emulator.client.log('events', 'ada')).map(({ event }) => event);
    expect(events.slice(3, 6)).toEqual(['socket-opened', 'job-stop-requested', 'job-stopped']);
  });

  it('is listed until it has stopped', async () => {
    const slow = await startTestEmulator();
    let go = () => {};
    slow.clock.pause = () => new Promise((resolve) => (go = resolve));
    const { jobId } = await slow.client.startJob('ada');
    const settings = { endpoint: slow.url, projectId: 'emulator-project', credentials: accessKey, timeoutMs: 5_000 };
    const client = new ConsoleClient(settings, { now: () => slow.clock.nowMs });
    await client.stopJob(ROOM, jobId);
    await client.stopJob(ROOM, jobId);
    expect(await client.listRunningJobs(ROOM)).toHaveLength(1);
    go();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await client.listRunningJobs(ROOM)).toHaveLength(0);
    const stops = (await slow.client.log('events', 'ada')).filter(({ event }) => event === 'job-stopped');
    expect(stops).toEqual([expect.objectContaining({ jobId, reason: 'NORMAL', by: 'server' })]);
    await slow.close();
  });

  it('may simply end', async () => {
    await set({ set: { stopped_page: 'ends' } });
    const job = await start('ada');
    const chat = await emulator.client.chat(job);
    await server().stopJob(ROOM, job.jobId);
    expect(await chat.next('emulator_push')).toMatchObject({ event: 'poll-state' });
    expect(await chat.closed).toBe(1000);
    expect(chat.frames.filter(({ action }) => action === 'error')).toEqual([]);
  });

  it('must be a running job of this room', async () => {
    const job = await start('ada');
    const refused = { details: { cloudStatus: 400, cloudCode: 'MSS.00000003' } };
    await expect(server().stopJob('mei-room', job.jobId)).rejects.toMatchObject(refused);
    await expect(server().stopJob(ROOM, 'no job')).rejects.toMatchObject(refused);
    expect(await stateOf(job)).toMatchObject({ state: 'PROCESSING' });
    await emulator.client.sdk('POST', `smart-chat-jobs/${job.jobId}/stop`, { token: job.access });
    await expect(server().stopJob(ROOM, job.jobId)).rejects.toMatchObject(refused);
  });

  it('fails as requested for one user', async () => {
    const [ada, lei] = [await start('ada'), await start('lei')];
    await emulator.client.control('faults', { target: 'job-stop', user: 'ada', status: 500 });
    await server().stopJob(ROOM, lei.jobId);
    await expect(server().stopJob(ROOM, ada.jobId)).rejects.toMatchObject({ code: 'cloud_unavailable' });
    await server().stopJob(ROOM, ada.jobId);
  });
});
