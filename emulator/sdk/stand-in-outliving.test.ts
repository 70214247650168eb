// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();

describe('a start of the job without a JSON object as its answer', () => {
  it.each([
    ['nothing', 'unreachable' as const],
    ['a page', { body: '<html>502</html>' }],
    ['a page with status 502', { status: 502, body: '<html>502</html>' }],
    ['an empty body', { status: 204, body: '' }],
    ['a list', { body: [] }],
  ])('%s: create resolves, no event follows, and it starts again after 30 s', async (_, answer) => {
    const t = standIn();
    t.cloud.answers['POST smart-chat-jobs'] = answer;
    await t.create();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(t.events).toEqual([]);
    expect(await t.cloud.Sdk.getJobInfo()).toMatchObject({ jobId: '' });
    delete t.cloud.answers['POST smart-chat-jobs'];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(t.readiness).toEqual([true]);
    expect(t.errors).toEqual([]);
  });

  it("after destroy continues at the page's own origin every 30 s, until an object comes", async () => {
    const t = standIn();
    t.cloud.answers['POST smart-chat-jobs'] = { body: '' };
    await t.create();
    await t.destroy();
    await vi.advanceTimersByTimeAsync(60_000);
    const own = `${location.origin}/v1/digital-human-chat/smart-chat-jobs`;
    const posts = () => t.cloud.calls.filter(({ url }) => url === own).length;
    expect(posts()).toBe(2);
    t.cloud.answers['POST smart-chat-jobs'] = { status: 404, body: { error_code: 'not_here' } };
    await vi.advanceTimersByTimeAsync(300_000);
    expect(posts()).toBe(3);
  });

  it('fires within the next session: stops its job and starts another', async () => {
    const t = standIn();
    t.cloud.answers['POST smart-chat-jobs'] = { body: '' };
    await t.create();
    await t.destroy();
    delete t.cloud.answers['POST smart-chat-jobs'];
    await t.createReady();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(t.cloud.made).toContain('POST stop');
    expect(t.readiness).toEqual([true, false, true]);
    expect(t.of('jobInfoChange').at(-1)).toMatchObject({ jobId: 'job-2' });
  });

  it('with an object that holds an error raises an error event, and is not repeated', async () => {
    const t = standIn();
    t.cloud.answers['POST smart-chat-jobs'] = { status: 500, body: { error_code: 'MSS.20010135' } };
    await t.create();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(t.errors).toEqual(['MSS.20010135']);
  });
});

describe('the 90 s since the digital human left', () => {
  it('begin with the stop of the job in destroy, and end in the session of that moment: an error, and another job', async () => {
    const t = standIn();
    await t.createReady();
    await t.destroy();
    await vi.advanceTimersByTimeAsync(75_000);
    t.cloud.roomIsJoined = new Promise(() => {});
    void t.create();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(t.errors).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(t.errors).toEqual(['999100005']);
    expect(t.cloud.made.filter((call) => call === 'POST smart-chat-jobs')).toHaveLength(3);
  });

  it('end when a digital human joins', async () => {
    const t = standIn();
    await t.createReady();
    await t.destroy();
    await t.createReady();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(t.errors).toEqual([]);
    expect(t.readiness).toEqual([true, false, true]);
  });

  it("end without a session with a start of a job at the page's own origin", async () => {
    const t = standIn();
    await t.createReady();
    await t.destroy();
    t.cloud.answers['POST smart-chat-jobs'] = { status: 404, body: { error_code: 'not_here' } };
    await vi.advanceTimersByTimeAsync(300_000);
    const own = `${location.origin}/v1/digital-human-chat/smart-chat-jobs`;
    expect(t.cloud.calls.filter(({ url }) => url === own)).toHaveLength(1);
    expect(t.errors).toEqual([]);
  });
});

describe('the renewal of tokens', () => {
  it("happens at half of their lifetime, and after destroy goes to the page's own origin with the refresh token", async () => {
    const t = standIn();
    await t.createReady();
    await vi.advanceTimersByTimeAsync(1_799_000);
    expect(t.cloud.made).not.toContain('PUT token');
    await vi.advanceTimersByTimeAsync(2_000);
    await t.destroy();
    await vi.advanceTimersByTimeAsync(3_600_000);
    const renewals = t.cloud.calls.filter(({ method }) => method === 'PUT');
    expect(renewals.map(({ url, token }) => [new URL(url).origin, token])).toEqual([
      ['https://cloud.example', 'refresh'],
      [location.origin, 'refresh'],
      [location.origin, 'refresh'],
    ]);
  });

  it('of an old session raises an error in the new one when it fails, and continues', async () => {
    const t = standIn();
    await t.createReady();
    await t.destroy();
    await vi.advanceTimersByTimeAsync(900_000);
    await t.createReady();
    t.cloud.answers['PUT token'] = { status: 401, body: { error_code: 'MSS.47010105' } };
    await vi.advanceTimersByTimeAsync(900_000);
    expect(t.errors).toEqual(['MSS.47010105']);
    await vi.advanceTimersByTimeAsync(900_000);
    expect(t.errors).toEqual(['MSS.47010105', 'MSS.47010105']);
  });

  it('of an old session replaces the tokens of the new one when it succeeds', async () => {
    const t = standIn();
    await t.createReady();
    await t.destroy();
    await vi.advanceTimersByTimeAsync(900_000);
    await t.createReady();
    const old = { access_token: 'old', refresh_token: 'r', valid_period: 3600 };
    t.cloud.answers['PUT token'] = { body: old };
    await vi.advanceTimersByTimeAsync(909_000);
    expect(t.cloud.calls.findLast(({ method }) => method === 'GET')?.token).toBe('old');
  });
});

describe('the job in localStorage', () => {
  it('remains after destroy, with IDs and addresses and no token', async () => {
    const t = standIn();
    await t.createReady();
    await t.destroy();
    const kept = localStorage.getItem('cacheJobInfo') ?? '';
    expect(JSON.parse(kept)).toMatchObject({
      job_id: 'job-1',
      chat_access_address: 'chat.example',
      cacheRobotId: 'ada',
      enableVadInterrupt: false,
    });
    expect(kept).not.toMatch(/access_token|refresh|once/);
  });

  const cached = { job_id: 'old', cacheRobotId: 'ada', enableVadInterrupt: false };

  it('is read by the next create for the same robot, and re-joined while it runs', async () => {
    const t = standIn();
    localStorage.setItem('cacheJobInfo', JSON.stringify(cached));
    t.cloud.answers['GET state'] = {
      body: { job_id: 'old', state: 'PROCESSING', chat_access_address: 'chat.example' },
    };
    await t.createReady();
    expect(t.of('jobInfoChange')).toMatchObject([{ jobId: 'old', isReady: true }]);
    expect(t.cloud.made).not.toContain('POST smart-chat-jobs');
  });

  it.each([
    ['another robot', { ...cached, cacheRobotId: 'mei' }, 'PROCESSING'],
    ['another barge-in setting', { ...cached, enableVadInterrupt: true }, 'PROCESSING'],
    ['a job that has ended', cached, 'SUCCEED'],
  ])('is ignored for %s', async (_, stored, state) => {
    const t = standIn();
    localStorage.setItem('cacheJobInfo', JSON.stringify(stored));
    t.cloud.answers['GET state'] = { body: { job_id: 'old', state } };
    await t.createReady();
    expect(t.of('jobInfoChange')).toMatchObject([{ jobId: 'job-1' }]);
  });

  it('without enableJobCache is stopped first, and a refusal to stop is an error', async () => {
    const t = standIn();
    localStorage.setItem('cacheJobInfo', JSON.stringify(cached));
    t.cloud.answers['POST stop'] = { status: 401, body: { error_code: 'MSS.47010106' } };
    t.cloud.answers['GET state'] = { body: { job_id: 'old', state: 'SUCCEED' } };
    await t.createReady({ config: { enableJobCache: false } });
    expect(t.errors).toEqual(['MSS.47010106']);
    expect(t.of('jobInfoChange')).toMatchObject([{ jobId: 'job-1' }]);
  });
});

describe('the mute flag', () => {
  it('keeps its value over destroy and create; without a stream muting returns false and still takes effect', async () => {
    const t = standIn();
    expect(await t.cloud.Sdk.muteRemoteAudio()).toBe(false);
    await t.createReady();
    expect(t.cloud.connections[0]?.muted).toBe(true);
    expect(await t.cloud.Sdk.unmuteRemoteAudio()).toBe(true);
    await t.createReady({ config: { defaultMuteRemoteAudio: true } });
    await t.createReady();
    expect(t.cloud.connections.map(({ muted }) => muted)).toEqual([false, true, true]);
  });
});

describe('without RTC', () => {
  it('create runs a job, and no event follows', async () => {
    const fixture = standIn();
    const t = new (Object.getPrototypeOf(fixture).constructor)({ hasRtc: false }) as typeof fixture;
    await t.create();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(t.cloud.made).toContain('POST smart-chat-jobs');
    expect(t.readiness).toEqual([]);
    expect(t.errors).toEqual([]);
  });
});
