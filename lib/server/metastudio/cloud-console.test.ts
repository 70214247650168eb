import { describe, expect, it, vi } from 'vitest';
import type { MetaStudioSettings } from './client.ts';
import { ConsoleClient } from './console-client.ts';
import { IamTokens } from './iam-token.ts';
import { sign } from './signature.ts';

const ENDPOINT = 'https://metastudio.example';
const API = `${ENDPOINT}/v1/project01/digital-human-chat`;
const key = { ak: 'access-key', sk: 'very-secret-key', securityToken: 'temporary-token' };
const iamUser = { endpoint: 'https://iam.example', domain: 'd', user: 'u', password: 'p', projectId: 'project01' };
const NOW_MS = Date.UTC(2026, 7, 23, 1, 2, 3);

interface Sent {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: unknown;
  signal: AbortSignal | null | undefined;
}

type Answer = (sent: Sent) => Response | Promise<Response>;

/** A client, and a cloud with these answers. */
function cloud(answer: Answer, settings: Partial<MetaStudioSettings> = {}) {
  const sent: Sent[] = [];
  const fetch = vi.fn(async (input: unknown, init: RequestInit = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers));
    const { method = '', body = null, signal } = init;
    const call = { method, url: new URL(String(input)), headers, body, signal };
    sent.push(call);
    return new Promise<Response>((resolve, reject) => {
      const onAbort = () => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort);
      Promise.resolve(answer(call))
        .then(resolve)
        .finally(() => signal?.removeEventListener('abort', onAbort));
    });
  });
  const client = new ConsoleClient(
    { endpoint: ENDPOINT, projectId: 'project01', credentials: key, timeoutMs: 10_000, ...settings },
    { fetch: fetch as typeof globalThis.fetch, now: () => NOW_MS, tokens: new IamTokens() },
  );
  return { client, sent };
}

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  () =>
    Response.json(body, { status, headers });

const robot = {
  robot_id: 'r-1',
  name: 'Ling',
  room_id: 'room-1',
  app_id: 'app',
  app_key: 'a secret of the account',
  app_type: 6,
  llm_url: 'https://chat.example.com/api/brain',
  is_stream: true,
  chat_rounds: 5,
  concurrency: 2,
};
const room = {
  room_id: 'room-1',
  room_name: 'Lobby',
  robot_id: 'r-1',
  concurrency: 2,
  billing_mode: 'CONCURRENCY',
  exit_mute_threshold: 300,
  default_language: 'CN',
};
const job = (id: string, more: object = {}) => ({
  job_id: id,
  state: 'PROCESSING',
  start_time: '2026-08-23T01:00:00Z',
  duration: 7,
  client_id: `handle-of-${id}`,
  ...more,
});
const jobs = (...listed: unknown[]) => ({ count: listed.length, smart_chat_jobs: listed });

/** Each call, with its path and a valid answer. */
const calls: [string, string, string, unknown, (client: ConsoleClient) => Promise<unknown>][] = [
  ['getRobot', 'GET', '/robot/r-1', robot, (client) => client.getRobot('r-1')],
  ['getRoom', 'GET', '/smart-chat-rooms/room-1', room, (client) => client.getRoom('room-1')],
  [
    'listRunningJobs',
    'GET',
    '/smart-chat-rooms/room-1/smart-chat-jobs?state=WAITING%2CPROCESSING%2CHEARTBEAT&offset=0&limit=100',
    jobs(job('j-1')),
    (client) => client.listRunningJobs('room-1'),
  ],
  [
    'stopJob',
    'POST',
    '/smart-chat-rooms/room-1/smart-chat-jobs/j-1/stop',
    {},
    (client) => client.stopJob('room-1', 'j-1'),
  ],
  [
    'isTextRecorded',
    'GET',
    '/dialog-report-config',
    { enable_dialog_report: true },
    (client) => client.isTextRecorded(),
  ],
  [
    'isVoiceRecorded',
    'GET',
    '/audio-record-config',
    { enable_audio_record: true },
    (client) => client.isVoiceRecorded(),
  ],
];

describe.each(calls)('%s', (_, method, path, good, make) => {
  it('makes one signed call without a body', async () => {
    const { client, sent } = cloud(json(good));
    await make(client);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method, body: null });
    expect(sent[0]?.url.href).toBe(API + path);
    const headers = { 'content-type': 'application/json', 'x-project-id': 'project01' };
    expect(sent[0]?.headers).toEqual(sign({ method, url: new URL(API + path), headers }, key, new Date(NOW_MS)));
  });

  it('renews a refused token once', async () => {
    let tokens = 0;
    const { client, sent } = cloud(
      ({ url, headers }) => {
        if (url.origin === iamUser.endpoint)
          return new Response('{}', { status: 201, headers: { 'x-subject-token': `token-${++tokens}` } });
        return headers['x-auth-token'] === 'token-1' && sent.length > 2
          ? Response.json({ error_code: 'APIGW.0307' }, { status: 401 })
          : Response.json(good);
      },
      { credentials: iamUser },
    );
    await make(client);
    await make(client);
    expect(tokens).toBe(2);
    expect(sent.at(-1)?.headers).toMatchObject({ 'x-auth-token': 'token-2' });
    expect(sent.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it.each<[string, Answer, string, number, object]>([
    [
      'a refusal',
      json({ error_code: 'MSS.47010001', error_msg: 'a secret' }, 404, { 'x-request-id': 'q-1' }),
      'cloud_refused',
      502,
      { cloudStatus: 404, cloudCode: 'MSS.47010001', requestId: 'q-1' },
    ],
    ['a missing permission', json({ error_code: 'APIGW.0302' }, 403), 'cloud_refused', 502, { cloudStatus: 403 }],
    ['throttling', json({ error_code: 'APIG.0308' }, 429), 'rate_limited', 429, { retryAfterSeconds: 3 }],
    ['a failure of the cloud', json({ error_code: 'MSS.00000004' }, 500), 'cloud_unavailable', 502, {}],
    ['a redirect', () => new Response('', { status: 302, headers: { location: '/x' } }), 'cloud_unavailable', 502, {}],
    ['a huge answer', () => new Response('x'.repeat(600 * 1024)), 'cloud_unavailable', 502, {}],
  ])('fails once on %s', async (_name, answer, code, status, details) => {
    const { client, sent } = cloud(answer);
    const error = await make(client).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, status, details });
    expect(String(error)).not.toContain('a secret');
    expect(sent).toHaveLength(1);
  });

  it('has one deadline', async () => {
    const { client } = cloud(() => new Promise(() => {}), { timeoutMs: 20 });
    await expect(make(client)).rejects.toMatchObject({ code: 'cloud_unavailable', status: 504 });
  });
});

describe('the result of a call', () => {
  it('is a digital human, without the secrets of its configuration', async () => {
    expect(await cloud(json(robot)).client.getRobot('r-1')).toEqual({
      robotId: 'r-1',
      name: 'Ling',
      roomId: 'room-1',
      appType: 6,
      llmUrl: 'https://chat.example.com/api/brain',
      appId: 'app',
      isStream: true,
      chatRounds: 5,
      concurrency: 2,
    });
  });

  it('is a room', async () => {
    expect(await cloud(json(room)).client.getRoom('room-1')).toEqual({
      roomId: 'room-1',
      concurrency: 2,
      billingMode: 'CONCURRENCY',
      exitMuteThreshold: 300,
      defaultLanguage: 'CN',
    });
  });

  it('has only fields in the documented format', async () => {
    const odd = { robot_id: 'r-1', name: 7, app_type: '6', llm_url: '', is_stream: 'yes', room_id: null };
    expect(await cloud(json(odd)).client.getRobot('r-1')).toEqual({ robotId: 'r-1' });
    expect(await cloud(json({ room_id: 'room-1' })).client.getRoom('room-1')).toEqual({ roomId: 'room-1' });
  });

  it('is the request ID of a stop, whose answer may be empty', async () => {
    const answer = () => new Response(null, { status: 204, headers: { 'x-request-id': 'q-2' } });
    expect(await cloud(answer).client.stopJob('room-1', 'j-1')).toEqual({ requestId: 'q-2' });
  });

  it('is whether the account records', async () => {
    expect(await cloud(json({ enable_dialog_report: false })).client.isTextRecorded()).toBe(false);
    expect(await cloud(json({ enable_dialog_report: true })).client.isTextRecorded()).toBe(true);
    expect(await cloud(json({ enable_audio_record: false })).client.isVoiceRecorded()).toBe(false);
  });

  const unusable: unknown[] = [null, [], 'text', 7, {}, { robot_id: 7 }, { room_id: '' }, { enable_dialog_report: 0 }];
  it.each(unusable.map((body) => [body]))('is an error for %j', async (body) => {
    const { client } = cloud(json(body));
    const failure = { code: 'cloud_unavailable', status: 502 };
    await expect(client.getRobot('r')).rejects.toMatchObject(failure);
    await expect(client.getRoom('r')).rejects.toMatchObject(failure);
    await expect(client.listRunningJobs('r')).rejects.toMatchObject(failure);
    await expect(client.isTextRecorded()).rejects.toMatchObject(failure);
    await expect(client.isVoiceRecorded()).rejects.toMatchObject(failure);
  });

  it.each([
    { smart_chat_jobs: [] },
    { count: 1 },
    { count: 0, smart_chat_jobs: 'none' },
    { count: '1', smart_chat_jobs: [] },
    { count: 1, smart_chat_jobs: {} },
    { count: 1, smart_chat_jobs: null },
  ])('is an error for the malformed list of jobs %j', async (body) => {
    await expect(cloud(json(body)).client.listRunningJobs('r')).rejects.toMatchObject({ code: 'cloud_unavailable' });
  });
});

describe('the path', () => {
  it('encodes any ID as one segment', async () => {
    const { client, sent } = cloud(json({}));
    await client.stopJob('a/../b?c#d', '李 %2e/1');
    expect(sent[0]?.url.href).toBe(
      `${API}/smart-chat-rooms/a%2F..%2Fb%3Fc%23d/smart-chat-jobs/%E6%9D%8E%20%252e%2F1/stop`,
    );
  });

  it.each(['', '.', '..', '\ud800'])('is not built from the ID %j, and no call is made', async (id) => {
    const { client, sent } = cloud(json({}));
    await expect(client.stopJob('room-1', id)).rejects.toMatchObject({ code: 'internal_error' });
    await expect(client.getRobot(id)).rejects.toMatchObject({ code: 'internal_error' });
    expect(sent).toHaveLength(0);
  });
});

describe('listRunningJobs', () => {
  /** A cloud with these jobs in pages as documented, which may report a wrong number. */
  function room(all: unknown[], lies: { count?: number; perPage?: number; ignoresOffset?: boolean } = {}) {
    return cloud(({ url }) => {
      const [offset, limit] = ['offset', 'limit'].map((name) => Number(url.searchParams.get(name))) as [number, number];
      const from = lies.ignoresOffset ? 0 : offset;
      const page = all.slice(from, from + Math.min(limit, lies.perPage ?? limit));
      return Response.json({ count: lies.count ?? all.length, smart_chat_jobs: page });
    });
  }
  const many = (length: number) => Array.from({ length }, (_, index) => job(`j-${index}`));
  const offsetsOf = (sent: Sent[]) => sent.map(({ url }) => Number(url.searchParams.get('offset')));

  it('returns what identifies a job', async () => {
    const { client } = cloud(json(jobs(job('j-1'), { job_id: 'j-2', state: 'WAITING' }), 200, { 'x-request-id': 'q' }));
    expect(await client.listRunningJobs('room-1')).toEqual([
      {
        jobId: 'j-1',
        state: 'PROCESSING',
        startedAt: new Date('2026-08-23T01:00:00Z'),
        clientId: 'handle-of-j-1',
        requestId: 'q',
      },
      { jobId: 'j-2', state: 'WAITING', startedAt: undefined, clientId: undefined, requestId: 'q' },
    ]);
  });

  it('reads every page, with an offset in jobs', async () => {
    const { client, sent } = room(many(250));
    expect(await client.listRunningJobs('room-1')).toHaveLength(250);
    expect(offsetsOf(sent)).toEqual([0, 100, 200]);
  });

  it('continues after the jobs of a page that is shorter than requested', async () => {
    const { client, sent } = room(many(120), { perPage: 50 });
    expect(await client.listRunningJobs('room-1')).toHaveLength(120);
    expect(offsetsOf(sent)).toEqual([0, 50, 100]);
  });

  it('reads one page when that is all', async () => {
    for (const length of [0, 1, 100]) {
      const { client, sent } = room(many(length));
      expect(await client.listRunningJobs('room-1')).toHaveLength(length);
      expect(sent).toHaveLength(1);
    }
  });

  it('reads a missing list as empty when there are no jobs', async () => {
    expect(await cloud(json({ count: 0 })).client.listRunningJobs('room-1')).toEqual([]);
    expect(await cloud(json({ count: 0, smart_chat_jobs: null })).client.listRunningJobs('room-1')).toEqual([]);
  });

  it('omits jobs that no longer run, even if the cloud ignores the requested states', async () => {
    const ended = ['SUCCEED', 'FAILED', 'CANCELED', 'IDLE', 'DELETING', 'unheard of'];
    const listed = [
      ...many(150).map((each) => ({ ...each, state: 'SUCCEED' })),
      ...ended.map((state) => job(state, { state })),
    ];
    const { client } = room([...listed, job('w', { state: 'WAITING' }), job('p'), job('h', { state: 'HEARTBEAT' })]);
    expect((await client.listRunningJobs('room-1')).map(({ jobId }) => jobId)).toEqual(['w', 'p', 'h']);
  });

  it('omits malformed jobs, and returns the others', async () => {
    const { client } = room([null, 'text', {}, { job_id: 7, state: 'WAITING' }, { job_id: 'x' }, [], job('j-1')]);
    expect((await client.listRunningJobs('room-1')).map(({ jobId }) => jobId)).toEqual(['j-1']);
  });

  it('returns each job once when the pages change', async () => {
    const { client } = room([...many(100), ...many(100).slice(50), job('last')]);
    expect(await client.listRunningJobs('room-1')).toHaveLength(101);
  });

  it.each<[string, Parameters<typeof room>[1], number, number]>([
    ['a count far too high', { count: 1e9 }, 120, 3],
    ['a count far too high, and the same page again and again', { count: 1e9, ignoresOffset: true }, 100, 2],
    ['a count below zero', { count: -1 }, 100, 1],
  ])('ends with %s', async (_, lies, found, requests) => {
    const { client, sent } = room(many(120), lies);
    expect(await client.listRunningJobs('room-1')).toHaveLength(found);
    expect(sent).toHaveLength(requests);
  });

  it('fails for an endless list', async () => {
    let made = 0;
    const { client, sent } = cloud(() => Response.json({ count: 1e9, smart_chat_jobs: [job(`j-${made++}`)] }));
    await expect(client.listRunningJobs('room-1')).rejects.toMatchObject({ code: 'cloud_unavailable' });
    expect(sent).toHaveLength(100);
  });

  it('has one deadline for all pages', async () => {
    const { client, sent } = cloud(
      ({ url }) =>
        url.searchParams.get('offset') === '0'
          ? Response.json({ count: 2, smart_chat_jobs: [job('j-1')] })
          : new Promise(() => {}),
      { timeoutMs: 30 },
    );
    await expect(client.listRunningJobs('room-1')).rejects.toMatchObject({ status: 504 });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.signal).toBe(sent[0]?.signal);
  });

  it('stops waiting when its signal is aborted', async () => {
    const { client } = cloud(() => new Promise(() => {}));
    const caller = new AbortController();
    const listed = client.listRunningJobs('room-1', { signal: caller.signal });
    caller.abort();
    await expect(listed).rejects.toMatchObject({ code: 'cloud_unavailable' });
  });
});
