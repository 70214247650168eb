// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();

describe('while live', () => {
  it('shows its device picker when asked to, and gives the chosen microphone', async () => {
    const device = { kind: 'audioinput', deviceId: 'desk', label: 'Desk microphone' };
    const getUserMedia = vi.fn(async () => Promise.reject(new DOMException('', 'NotAllowedError')));
    const mediaDevices = { enumerateDevices: async () => [device], getUserMedia };
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { mediaDevices }));
    const t = standIn();
    await t.createReady();
    const panel = document.querySelector<HTMLElement>('.hw-devices');
    expect(panel?.hidden).toBe(true);
    t.cloud.Sdk.setConfig({ enableDeviceSetting: true });
    expect(panel?.hidden).toBe(true); // it holds nothing yet
    await t.settle();
    expect(panel?.hidden).toBe(false);
    const microphone = panel?.querySelector('select');
    if (microphone) microphone.value = 'desk';
    microphone?.dispatchEvent(new Event('change'));
    void t.cloud.Sdk.startUserSpeak();
    await t.settle();
    expect(getUserMedia).toHaveBeenCalledWith({ audio: { deviceId: 'desk' } });
    await vi.advanceTimersByTimeAsync(5_000);
  });

  it('rejoins with the same tokens and a new job when the line drops', async () => {
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

  it('stays away for ever when told so', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'drop', after_ms: 0, forever: true });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(t.readiness).toEqual([true, false]);
  });

  it('reports that the digital human left, and rejoins', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'peer-left', after_ms: 90_000, forever: false });
    await vi.advanceTimersByTimeAsync(95_000);
    expect(t.of('error')).toEqual([expect.objectContaining({ code: '999100005', module: 'RTC' })]);
    expect(t.readiness).toEqual([true, false, true]);
    expect(t.page).toBeNull();
  });

  it('reports being kicked out and does not rejoin', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'emulator_push', event: 'kick-out' });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(t.of('error')).toEqual([expect.objectContaining({ code: '999100003' })]);
    expect(t.readiness).toEqual([true, false]);
  });

  it('rejoins after codes that call for it, without an error event', async () => {
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

  it('reports a failed heartbeat once, and rejoins after more than three', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = 'unreachable';
    await vi.advanceTimersByTimeAsync(9_000 * 4);
    delete t.cloud.answers['GET state'];
    await vi.advanceTimersByTimeAsync(3_000);
    expect(t.of('error').map((error) => (error as { code: string }).code)).toEqual(['ERR_NETWORK', '999000001']);
    expect(t.readiness).toEqual([true, false, true]);
  });

  it('ends in silence with jobEnd and the error page, but no error event', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = { body: { state: 'CANCELED', job_finish_reason: 'MUTE_TIMEOUT' } };
    t.cloud.socket.push({ action: 'emulator_push', event: 'poll-state' });
    await t.settle();
    expect(t.of('jobEnd')).toEqual([{ jobId: 'job-1', reason: 'MUTE_TIMEOUT' }]);
    expect(t.of('error')).toEqual([]);
    expect(t.page?.textContent).toContain('999400003');
    expect(t.readiness).toEqual([true, false]);
  });

  it('says how long is left before silence ends it, in the language of the conversation', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'change_language', language: 'zh_CN' });
    const message = JSON.stringify({ action: 'exit_mute_alert', param: { rest_time: 60_000 } });
    t.cloud.socket.push({ action: 'transparent_transmission', message });
    await t.settle();
    expect(t.of('jobEndMention')).toEqual([{ jobId: 'job-1', restTime: 60_000 }]);
    expect(document.querySelector('.hw-toast')?.textContent).toContain('60 秒');
  });

  it('reports a job that ended for another reason', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = { body: { state: 'FAILED' } };
    await vi.advanceTimersByTimeAsync(9_000);
    expect(t.of('error')).toEqual([expect.objectContaining({ code: '999000002' })]);
  });

  it('keeps minor trouble of the chat to a toast', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.1', error_msg: 'small', error_level: 'MINOR' });
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.2', error_msg: 'none', error_level: 'NO_PROMPT' });
    await t.settle();
    expect(t.of('error')).toEqual([]);
    expect(document.querySelector('.hw-toast')?.textContent).toBe('small');
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.3', error_msg: 'big', error_level: 'MAJOR' });
    await t.settle();
    expect(t.of('error')).toEqual([{ code: 'MSS.3', message: 'big', module: 'WEBSOCKET' }]);
  });

  it('renews its tokens at half of their life', async () => {
    const t = standIn();
    await t.createReady();
    await vi.advanceTimersByTimeAsync(1_799_000);
    expect(t.cloud.made).not.toContain('PUT token');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(t.cloud.calls.find(({ method }) => method === 'PUT')?.token).toBe('refresh');
  });
});
