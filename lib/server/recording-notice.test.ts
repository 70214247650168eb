import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../api/errors.ts';
import { createLogger } from './log.ts';
import { RecordingNotice } from './recording-notice.ts';

type Answer = boolean | Error | 'nothing';

/** An account with switches that a test sets; `nothing` never answers. */
function account(text: Answer, voice: Answer = false) {
  const stands = { text, voice };
  const read = vi.fn((recording: 'text' | 'voice') => {
    const answer = stands[recording];
    if (answer === 'nothing') return new Promise<boolean>(() => {});
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  const switches = vi.fn(() => ({ isTextRecorded: () => read('text'), isVoiceRecorded: () => read('voice') }));
  return { stands, read, switches };
}

const lines: Record<string, unknown>[] = [];
const logger = createLogger({ write: (line) => lines.push(JSON.parse(line)) });
const noticeOf = ({ switches }: ReturnType<typeof account>, setting: 'auto' | '1' | '0' = 'auto') =>
  new RecordingNotice(setting, switches, logger);

const MINUTE_MS = 60_000;
const forbidden = () => new AppError('cloud_refused', { cloudStatus: 403, cloudCode: 'MSS.00024001', requestId: 'r1' });
const away = () => new AppError('cloud_unavailable', { cloudStatus: 503 });

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('with auto', () => {
  it.each([
    ['neither is recorded', false, false, false],
    ['text is recorded', true, false, true],
    ['voice is recorded', false, true, true],
    ['both are recorded', true, true, true],
    ['voice cannot be read', false, forbidden(), true],
    ['text cannot be read', away(), false, true],
    ['one is recorded and the other cannot be read', true, forbidden(), true],
    ['neither can be read', away(), away(), true],
  ] as const)('when %s, the notice is as safe as can be', async (_, text, voice, isRecorded) => {
    expect(await noticeOf(account(text, voice)).isRecorded()).toBe(isRecorded);
  });

  it('asks when the server starts, and every ten minutes after that', async () => {
    const cloud = account(false);
    const notice = noticeOf(cloud);
    notice.watch();
    notice.watch();
    await vi.advanceTimersByTimeAsync(0);
    expect(cloud.read).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS - 1);
    expect(cloud.read).toHaveBeenCalledTimes(2);
    cloud.stands.voice = true;
    await vi.advanceTimersByTimeAsync(1);
    expect(cloud.read).toHaveBeenCalledTimes(4);
    expect(await notice.isRecorded()).toBe(true);
    cloud.stands.voice = false;
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(await notice.isRecorded()).toBe(false);
  });

  it('uses the current key each time it asks', async () => {
    const cloud = account(false);
    noticeOf(cloud).watch();
    await vi.advanceTimersByTimeAsync(20 * MINUTE_MS);
    expect(cloud.switches.mock.calls.length).toBeGreaterThanOrEqual(3);
  });

  it('keeps the last answer while the cloud does not answer', async () => {
    const cloud = account(false);
    const notice = noticeOf(cloud);
    expect(await notice.isRecorded()).toBe(false);
    cloud.stands.text = forbidden();
    cloud.stands.voice = away();
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(await notice.isRecorded()).toBe(false);
  });

  it('asks again at growing intervals while it has no answer', async () => {
    const cloud = account(away());
    const notice = noticeOf(cloud);
    expect(await notice.isRecorded()).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    const soon = cloud.read.mock.calls.length;
    expect(soon).toBe(4);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(cloud.read.mock.calls.length).toBeLessThan(soon + 2 * 14);
    cloud.stands.text = false;
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(await notice.isRecorded()).toBe(false);
  });

  describe.each([true, false])('while the settings are wrong, as before a key file is written', (isRecorded) => {
    const wrong = new AppError('misconfigured', { reason: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE names a file …' });

    it(`shows the notice until the cloud answers ${isRecorded}, soon after they are right, and does not log them`, async () => {
      const cloud = account(isRecorded, false);
      const refuse = () => {
        throw wrong;
      };
      cloud.switches.mockImplementationOnce(refuse).mockImplementationOnce(refuse); // each switch is read by itself
      const notice = noticeOf(cloud);
      expect(await notice.isRecorded()).toBe(true);
      expect(lines).toEqual([]);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await notice.isRecorded()).toBe(isRecorded);
    });

    it(`keeps the last answer ${isRecorded}, and asks again soon`, async () => {
      const cloud = account(isRecorded, false);
      const notice = noticeOf(cloud);
      expect(await notice.isRecorded()).toBe(isRecorded);
      const { switches } = cloud;
      switches.mockImplementation(() => {
        throw wrong;
      });
      await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
      expect(await notice.isRecorded()).toBe(isRecorded);
      const asked = switches.mock.calls.length;
      await vi.advanceTimersByTimeAsync(5_000);
      expect(switches.mock.calls.length).toBe(asked + 2);
    });
  });
});

describe('a page', () => {
  it('waits for a slow first answer, and shows it', async () => {
    const cloud = account('nothing', 'nothing');
    let answer: (isOn: boolean) => void = () => {};
    cloud.read.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    cloud.read.mockImplementationOnce(async () => false);
    const notice = noticeOf(cloud);
    notice.watch();
    const shown = notice.isRecorded();
    await vi.advanceTimersByTimeAsync(1_400);
    answer(false);
    expect(await shown).toBe(false);
  });

  it('waits at most 1.5 s, once for all pages, and then shows the notice', async () => {
    const notice = noticeOf(account('nothing', 'nothing'));
    notice.watch();
    const settled = vi.fn();
    for (let page = 0; page < 3; page++) void notice.isRecorded().then(settled);
    await vi.advanceTimersByTimeAsync(1_499);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled.mock.calls).toEqual([[true], [true], [true]]);
    void notice.isRecorded().then(settled);
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toHaveBeenCalledTimes(4);
  });
});

describe('a setting takes precedence', () => {
  it.each([
    ['1', true],
    ['0', false],
  ] as const)('over the switches of the account: RECORDING_NOTICE=%s', async (setting, isRecorded) => {
    const cloud = account(!isRecorded, !isRecorded);
    const notice = noticeOf(cloud, setting);
    notice.watch();
    expect(await notice.isRecorded()).toBe(isRecorded);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(cloud.read).not.toHaveBeenCalled();
  });
});

describe('the log', () => {
  it('names a missing permission once', async () => {
    noticeOf(account(forbidden(), false)).watch();
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(lines.filter(({ event }) => event === 'recording_unknown')).toEqual([
      expect.objectContaining({
        level: 'warn',
        recording: 'text',
        setting: 'RECORDING_NOTICE',
        permission: 'MetaStudio ReadOnlyAccess',
        cloudCode: 'MSS.00024001',
        requestId: 'r1',
        msg: expect.stringMatching(/dialog-report-config.*MetaStudio ReadOnlyAccess.*recorded/),
      }),
    ]);
  });

  it('names no permission when the cloud is unavailable', async () => {
    noticeOf(account(away(), false)).watch();
    await vi.advanceTimersByTimeAsync(0);
    expect(lines).toContainEqual(expect.not.objectContaining({ permission: expect.anything() }));
    expect(lines.filter(({ event }) => event === 'recording_unknown')).toHaveLength(1);
  });

  it('says when a switch changes, and when the last answer stays in use', async () => {
    const cloud = account(false);
    noticeOf(cloud).watch();
    await vi.advanceTimersByTimeAsync(30 * MINUTE_MS);
    expect(lines.map(({ event, recording, isOn }) => [event, recording, isOn])).toEqual([
      ['recording', 'text', false],
      ['recording', 'voice', false],
    ]);
    cloud.stands.text = true;
    cloud.stands.voice = away();
    await vi.advanceTimersByTimeAsync(30 * MINUTE_MS);
    expect(lines.slice(2)).toEqual([
      expect.objectContaining({ event: 'recording', recording: 'text', isOn: true }),
      expect.objectContaining({ event: 'recording_unknown', msg: expect.stringContaining('last answer stays') }),
    ]);
  });
});
