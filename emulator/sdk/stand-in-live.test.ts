// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { FakeMicrophone } from './fake-microphone';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();

describe('a live session', () => {
  it('rejoins with the same tokens and a new job when the connection drops', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'drop', after_ms: 2_000, forever: false });
    await t.settle();
    expect(t.readiness).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(t.of('jobInfoChange').at(-1)).toMatchObject({ isReady: true, jobId: 'job-2' });
    expect(t.cloud.made.filter((call) => call === 'POST auth-once-code')).toHaveLength(1);
    expect(t.cloud.calls.filter(({ url }) => url.endsWith('/smart-chat-jobs')).map(({ token }) => token)).toEqual([
      'access',
      'access',
    ]);
    expect(t.of('error')).toEqual([]);
  });

  it('never comes back when a test requests it', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'drop', after_ms: 0, forever: true });
    await vi.advanceTimersByTimeAsync(290_000);
    expect(t.readiness).toEqual([true, false]);
  });

  it('reports not ready at once when the digital human leaves, and after 90 s an error and rejoins', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'peer-left', after_ms: 90_000, forever: false });
    await vi.advanceTimersByTimeAsync(89_000);
    expect(t.readiness).toEqual([true, false]);
    expect(t.errors).toEqual([]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(t.errors).toEqual(['999100005']);
    expect(t.readiness).toEqual([true, false, true]);
    expect(t.page).toBeNull();
  });

  it('rejoins the same job at once when the room removes it', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'kick-room' });
    await t.settle();
    expect(t.readiness).toEqual([true, false, true]);
    expect(t.of('jobInfoChange').at(-1)).toMatchObject({ jobId: 'job-1' });
    expect(t.errors).toEqual([]);
  });

  it('rejoins with a new job when the room that removed it gives no stream for 90 s', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.roomIsJoined = new Promise(() => {});
    t.cloud.socket.push({ action: 'emulator_push', event: 'kick-room' });
    await vi.advanceTimersByTimeAsync(89_000);
    expect(t.errors).toEqual([]);
    t.cloud.roomIsJoined = Promise.resolve();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(t.errors).toEqual(['999100005']);
    expect(t.of('jobInfoChange').at(-1)).toMatchObject({ isReady: true, jobId: 'job-2' });
  });

  it('silently forgets the chat at a rejoin', async () => {
    const t = standIn();
    new FakeMicrophone();
    await t.createReady();
    await t.startTextChat();
    t.cloud.socket.push({ action: 'emulator_push', event: 'drop', after_ms: 0, forever: false });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(t.of('enterSleep')).toEqual([]);
    await t.startTextChat();
    expect(t.of('enterActive')).toHaveLength(2);
  });

  it('reports being kicked out and does not rejoin', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'kick-out' });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(t.of('error')).toEqual([expect.objectContaining({ code: '999100003' })]);
    expect(t.readiness).toEqual([true, false]);
  });

  it('rejoins after codes that require it, without an error event', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.47010065', error_level: 'MAJOR' });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(t.readiness).toEqual([true, false, true]);
    expect(t.of('error')).toEqual([]);
  });

  it('waits half a minute when the cloud cannot be reached for a new job', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['POST smart-chat-jobs'] = 'unreachable';
    t.cloud.socket.push({ action: 'emulator_push', event: 'drop', after_ms: 0, forever: false });
    await vi.advanceTimersByTimeAsync(5_000);
    delete t.cloud.answers['POST smart-chat-jobs'];
    expect(t.readiness).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(t.readiness).toEqual([true, false, true]);
  });

  it('ignores three missing heartbeats, and rejoins at the fourth', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = 'unreachable';
    await vi.advanceTimersByTimeAsync(9_000 * 3 + 1_000);
    expect(t.events.slice(2)).toEqual([]);
    delete t.cloud.answers['GET state'];
    t.cloud.answers['GET state'] = { body: '<html>' };
    await vi.advanceTimersByTimeAsync(8_000);
    expect(t.errors).toEqual(['999000001']);
    delete t.cloud.answers['GET state'];
    await vi.advanceTimersByTimeAsync(12_000);
    expect(t.readiness).toEqual([true, false, true]);
  });

  it('reports a heartbeat with an error at every beat, keeps the page, and continues', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = { status: 401, body: { error_code: 'MSS.47010105' } };
    await vi.advanceTimersByTimeAsync(9_000 * 5);
    expect(t.errors).toEqual(Array.from({ length: 5 }, () => 'MSS.47010105'));
    expect(t.page).not.toBeNull();
    expect(t.readiness).toEqual([true]);
    delete t.cloud.answers['GET state'];
    await vi.advanceTimersByTimeAsync(9_000);
    expect(t.page).toBeNull();
  });

  it('replaces the job by the one in the heartbeat', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = {
      body: { job_id: 'job-1', state: 'PROCESSING', chat_state: 1, default_language: 'CN' },
    };
    await vi.advanceTimersByTimeAsync(9_000);
    expect((await t.cloud.Sdk.getJobInfo()).jobInfo).toEqual({
      job_id: 'job-1',
      state: 'PROCESSING',
      chat_state: 1,
      default_language: 'zh_CN',
    });
  });

  it.each(['HEARTBEAT', 'DELETING', 'WAITING'])('continues while the job is %s', async (state) => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = { body: { job_id: 'job-1', state } };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(t.readiness).toEqual([true]);
    expect(t.errors).toEqual([]);
  });

  it.each([
    ['FAILED', undefined],
    ['CANCELED', 'MUTE_TIMEOUT'],
    ['IDLE', undefined],
    ['SUCCEED', 'NORMAL'],
  ])('reports 999000002 for a job that is %s (%s), without jobEnd', async (state, job_finish_reason) => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = { body: { job_id: 'job-1', state, job_finish_reason } };
    await vi.advanceTimersByTimeAsync(9_000);
    expect(t.errors).toEqual(['999000002']);
    expect(t.of('jobEnd')).toEqual([]);
    expect(t.readiness).toEqual([true, false]);
  });

  it('ends after silence with not ready, then jobEnd, and the error page; neither an error event nor enterSleep', async () => {
    const t = standIn();
    new FakeMicrophone();
    await t.createReady();
    await t.startTextChat();
    const before = t.events.length;
    t.cloud.answers['GET state'] = { body: { job_id: 'job-1', state: 'SUCCEED', job_finish_reason: 'MUTE_TIMEOUT' } };
    t.cloud.socket.push({ action: 'emulator_push', event: 'poll-state' });
    await t.settle();
    expect(t.events.slice(before)).toEqual([
      ['jobInfoChange', expect.objectContaining({ isReady: false })],
      ['jobEnd', { jobId: 'job-1', reason: 'MUTE_TIMEOUT' }],
    ]);
    expect(t.page?.textContent).toContain('999400003');
  });

  it('reports the time left before silence ends it, in the language of the conversation', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'change_language', language: 'CN' });
    const message = JSON.stringify({ action: 'exit_mute_alert', param: { rest_time: 60_000 } });
    t.cloud.socket.push({ action: 'transparent_transmission', message });
    await t.settle();
    expect(t.of('jobEndMention')).toEqual([{ jobId: 'job-1', restTime: 60_000 }]);
    expect(document.querySelector('body > .hw-toast')?.textContent).toContain('1 分钟');
  });

  it('shows only a toast for minor trouble of the chat', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.1', error_msg: 'small', error_level: 'MINOR' });
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.2', error_msg: 'none', error_level: 'NO_PROMPT' });
    await t.settle();
    expect(t.of('error')).toEqual([]);
    expect(document.querySelector('body > .hw-toast')?.textContent).toBe('small');
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.3', error_msg: 'big', error_level: 'MAJOR' });
    await t.settle();
    expect(t.of('error')).toEqual([{ code: 'MSS.3', message: 'big', module: 'HwICS.dealError' }]);
  });

  it('raises every error of one failure, and shows the first of a kind', async () => {
    const t = standIn();
    await t.createReady();
    for (const error_code of ['MSS.1', 'MSS.2'])
      t.cloud.socket.push({ action: 'error', error_code, error_level: 'MAJOR' });
    await t.settle();
    expect(t.errors).toEqual(['MSS.1', 'MSS.2']);
    expect(t.page?.textContent).toContain('MSS.1');
  });

  it('gives up on a stream after five minutes: 999100008, and a rejoin', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'drop', after_ms: 0, forever: true });
    await vi.advanceTimersByTimeAsync(303_000);
    expect(t.errors).toEqual(['999100008']);
    expect(t.readiness).toEqual([true, false]);
  });
});
