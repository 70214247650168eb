// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownFailure, SessionFailure } from './failure';
import type { OnceCode } from './fetch-once-code';
import { IcsSdkDoor } from './ics-sdk';
import type { LoadIcsSdk } from './ics-sdk-script';
import { type CreateStep, ScriptedSdk, step } from './scripted-sdk';
import { DigitalHumanSession } from './session';
import type { TranscriptEntry } from './transcript';
import { vendorFailure } from './vendor-codes';

/** Bugs the session reported. */
const unforeseen: unknown[] = [];
const reportError = (error: unknown) => unforeseen.push(error);

const READY_TIMEOUT_MS = 30_000;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('reportError', reportError);
  document.body.innerHTML = '<div id="digital-human"></div>';
});
afterEach(() => {
  vi.useRealTimers();
  expect(unforeseen).toEqual([]);
});

interface Setting {
  code?: Partial<OnceCode>;
  load?: LoadIcsSdk;
  transcript?: TranscriptEntry[];
  longestMs?: number;
}

/** A session on a scripted SDK. Codes are `code-1`, `code-2`, …; `states` is what a status line would have shown. */
function sessionOn(script: CreateStep[], { code, load, transcript = [], longestMs = 0 }: Setting = {}) {
  const sdk: ScriptedSdk = new ScriptedSdk(script);
  let codes = 0;
  const getCode = vi.fn(async (_signal: AbortSignal): Promise<OnceCode> => {
    codes += 1;
    return { onceCode: `code-${codes}`, serverAddress: 'metastudio.example', robotId: 'r', lifeMs: 300_000, ...code };
  });
  const door = new IcsSdkDoor({ load: load ?? (async () => sdk) });
  const session = new DigitalHumanSession({
    door,
    getCode,
    sdkUrl: '/sdk.js',
    containerId: 'digital-human',
    readyTimeoutMs: READY_TIMEOUT_MS,
    random: () => 0.999_999,
    transcript,
    longestMs,
  });
  const states: string[] = [];
  session.subscribe(() => {
    const { status } = session.getSnapshot();
    if (states.at(-1) !== status) states.push(status);
  });
  const status = () => session.getSnapshot().status;
  const failure = () => {
    const snapshot = session.getSnapshot();
    return snapshot.status === 'failed' ? snapshot.failure : null;
  };
  return { sdk, door, session, getCode, states, status, failure };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Starts, and passes time until live. */
async function liveSession(script: CreateStep[] = []) {
  const s = sessionOn(script);
  s.session.start();
  await pass(200);
  expect(s.status()).toBe('live');
  return s;
}

describe('a start', () => {
  it('goes through its steps to live with exactly one code', async () => {
    const { session, sdk, states, getCode } = sessionOn([step.ready()]);
    session.start();
    await pass(200);
    expect(states).toEqual(['preparing', 'authorizing', 'connecting', 'live']);
    expect(getCode).toHaveBeenCalledTimes(1);
    expect(sdk.codes).toEqual(['code-1']);
  });

  it('asks for the code last, when browser, SDK and container are ready', async () => {
    const order: string[] = [];
    const { session, sdk, getCode } = sessionOn([step.ready()]);
    sdk.checkBrowserSupport.mockImplementation(() => order.push('browser') > 0);
    getCode.mockImplementationOnce(async () => {
      order.push('code');
      expect(document.getElementById('digital-human-sdk')).not.toBeNull();
      return { onceCode: 'c', serverAddress: 'a.example', robotId: 'r', lifeMs: 1_000 };
    });
    session.start();
    await pass(200);
    expect(order).toEqual(['browser', 'code']);
  });

  it('does nothing while one is under way or live', async () => {
    const { session, getCode } = sessionOn([step.ready()]);
    session.start();
    session.start();
    await pass(200);
    session.start();
    await pass(60_000);
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('believes only a ready event with a job, never a resolved create()', async () => {
    const { session, sdk, status } = sessionOn([step.silent()]);
    session.start();
    await pass(1_000);
    sdk.emit('jobInfoChange', { isReady: true });
    sdk.emit('jobInfoChange', { isReady: false, jobId: 'j' });
    await pass(10);
    expect(status()).toBe('connecting');
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'j' });
    await pass(10);
    expect(status()).toBe('live');
  });

  it('says when the call is set up and only the picture is awaited', async () => {
    const { session, sdk } = sessionOn([step.silent()]);
    session.start();
    await pass(10);
    expect(session.getSnapshot()).toMatchObject({ status: 'connecting', awaitingVideo: true });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'j' });
    await pass(10);
    expect(session.getSnapshot().status).toBe('live');
  });

  it('stays live when create() resolves only after the ready event', async () => {
    const early: CreateStep = async (sdk) => {
      sdk.emit('jobInfoChange', { isReady: true, jobId: 'j' });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    };
    const { session, status } = sessionOn([early]);
    session.start();
    await pass(2_000);
    expect(status()).toBe('live');
  });

  it('passes listeners in create(), whose own destroy clears all others', async () => {
    const { sdk } = await liveSession();
    expect(Object.keys(sdk.parameters?.eventListeners ?? {})).toContain('jobInfoChange');
  });

  it('uses the robot the person chose before the one that came with the code', async () => {
    const { session, sdk } = sessionOn([step.ready()]);
    session.start({ robotId: 'mei' });
    await pass(200);
    expect(sdk.parameters?.robotId).toBe('mei');
  });

  it('remembers of each answer who gave it, when the person chose', async () => {
    const { session, sdk } = sessionOn([step.ready()]);
    session.start({ robotId: 'mei' });
    await pass(200);
    sdk.emit('semanticRecognized', { text: 'Hello', isLast: true, chatId: 'c' });
    expect(session.getSnapshot().transcript).toMatchObject([{ text: 'Hello', robotId: 'mei' }]);
  });

  it('names the request that got the code in use', async () => {
    const { session } = sessionOn([step.ready()], { code: { requestId: 'req-1' } });
    session.start();
    await pass(50);
    expect(session.getSnapshot()).toMatchObject({ status: 'connecting', requestId: 'req-1' });
  });

  it('ends with the failure when an unforeseen error is thrown, and reports the bug', async () => {
    const { session, getCode, failure } = sessionOn([]);
    const bug = new RangeError('bug');
    getCode.mockRejectedValue(bug);
    session.start();
    await pass(100);
    expect(failure()).toMatchObject({ code: 'unexpected_error', kind: 'unknown' });
    expect(unforeseen.splice(0)).toEqual([bug]);
  });
});

describe('a refused code', () => {
  it('is replaced, and the session goes live', async () => {
    const { session, sdk, states } = sessionOn([step.error('MSS.47010046'), step.ready()]);
    session.start();
    await pass(2_000);
    expect(sdk.codes).toEqual(['code-1', 'code-2']);
    expect(states).toEqual([
      ...['preparing', 'authorizing', 'connecting', 'retrying'],
      ...['preparing', 'authorizing', 'connecting', 'live'],
    ]);
  });

  it('is replaced twice at most, and then the code is named', async () => {
    const refused = step.error('MSS.47010046');
    const { session, sdk, getCode, failure } = sessionOn([refused, refused, refused, refused]);
    session.start();
    await pass(60_000);
    expect(failure()).toMatchObject({ code: 'MSS.47010046', kind: 'refused', retry: 'auto' });
    expect(getCode).toHaveBeenCalledTimes(3);
    expect(sdk.calls).toEqual(['create', 'destroy', 'create', 'destroy', 'create', 'destroy']);
  });

  it('tells the attempt to come while it waits', async () => {
    const { session } = sessionOn([step.error('MSS.47010046')]);
    session.start();
    await pass(150);
    expect(session.getSnapshot()).toMatchObject({ status: 'retrying', attempt: 2, delayMs: 1_000 });
  });
});

describe('nothing is tried again', () => {
  it.each(['MSS.47010047', '20010075', 'MSS.47010035', 'MSS.47010034', 'MSS.12345678', undefined])(
    'after %s at the start',
    async (code) => {
      const { session, getCode, failure } = sessionOn([step.error(code)]);
      session.start();
      await pass(120_000);
      expect(failure()?.code).toBe(code ?? 'unknown');
      expect(getCode).toHaveBeenCalledTimes(1);
    },
  );

  it('after a problem of the route that says never or manual', async () => {
    const { session, getCode, failure } = sessionOn([]);
    getCode.mockRejectedValue(new SessionFailure({ code: 'rate_limited', kind: 'rate_limited', retry: 'manual' }));
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('rate_limited');
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('in a browser the SDK does not support, where nothing is minted either', async () => {
    const { session, sdk, getCode, failure } = sessionOn([]);
    sdk.checkBrowserSupport.mockReturnValue(false);
    session.start();
    await pass(1_000);
    expect(failure()).toMatchObject({ code: 'browser_unsupported', retry: 'never' });
    expect(getCode).not.toHaveBeenCalled();
  });

  it.each([
    ['in one create()', 0],
    ['during the pause', 300],
    ['while a slow create() holds up the next attempt', 4_000],
  ])('when the attempt reports a network error first and the lock later: %s', async (_when, laterMs) => {
    const { session, getCode, failure } = sessionOn([
      async (sdk) => {
        sdk.emit('error', { code: 'ERR_NETWORK' });
        await new Promise((resolve) => setTimeout(resolve, laterMs));
        sdk.emit('error', { code: 'MSS.47010047' });
      },
      step.ready(),
    ]);
    session.start();
    await pass(60_000);
    expect(failure()).toMatchObject({ code: 'MSS.47010047', kind: 'locked', retry: 'never' });
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('once live, whatever ended it', async () => {
    const { sdk, getCode, failure } = await liveSession();
    sdk.emit('error', { code: '999000002' });
    await pass(300_000);
    expect(failure()).toMatchObject({ code: '999000002', retry: 'manual' });
    expect(getCode).toHaveBeenCalledTimes(1);
    expect(sdk.calls.at(-1)).toBe('destroy');
  });
});

describe('every wait has a limit', () => {
  it('a ready time-out is a start failure: a new attempt with a new code', async () => {
    const { session, sdk, status } = sessionOn([step.silent(), step.ready()]);
    session.start();
    await pass(READY_TIMEOUT_MS + 2_000);
    expect(status()).toBe('live');
    expect(sdk.codes).toEqual(['code-1', 'code-2']);
  });

  it('a create() that never settles fails as stuck 5 s after the ready time-out, and create is never called again', async () => {
    const { session, sdk, failure, getCode } = sessionOn([step.stuck()]);
    session.start();
    await pass(READY_TIMEOUT_MS + 4_900);
    expect(failure()).toBeNull();
    await pass(200);
    expect(failure()).toMatchObject({ code: 'sdk_stuck', kind: 'sdk', retry: 'never' });
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('sdk_stuck');
    expect(sdk.calls).toEqual(['create']);
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('a create() that rejects leaves the SDK locked: stuck', async () => {
    const { session, failure, getCode } = sessionOn([step.rejects()]);
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('sdk_stuck');
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('an end that the SDK never finishes is not waited for longer than 20 s: signing out goes on', async () => {
    const { session, sdk } = await liveSession();
    sdk.destroyTakesMs = 1e9;
    const over = vi.fn();
    void session.end().then(over);
    await pass(19_000);
    expect(over).not.toHaveBeenCalled();
    await pass(1_100);
    expect(over).toHaveBeenCalled();
  });

  it('a destroy() that never settles makes the next start fail as stuck', async () => {
    const { session, sdk, failure } = await liveSession();
    sdk.destroyTakesMs = 1e9;
    void session.end();
    session.start();
    await pass(21_000);
    expect(failure()?.code).toBe('sdk_stuck');
  });

  it('our route that never answers is a failed attempt', async () => {
    const { session, getCode, failure } = sessionOn([]);
    getCode.mockImplementation(() => new Promise(() => {}));
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('once_code_timeout');
    expect(getCode).toHaveBeenCalledTimes(3);
    expect(getCode.mock.calls.every(([signal]) => signal.aborted)).toBe(true);
  });

  it('an SDK that cannot be loaded is tried again, without minting', async () => {
    const load = vi.fn(async () => {
      throw new SessionFailure(ownFailure('sdk_load_failed'));
    });
    const { session, getCode, failure } = sessionOn([], { load });
    session.start();
    await pass(10_000);
    expect(failure()).toMatchObject({ code: 'sdk_load_failed', retry: 'auto' });
    expect(load).toHaveBeenCalledTimes(3);
    expect(getCode).not.toHaveBeenCalled();
  });

  it('a start is over within 60 s plus three ready time-outs, however its waits add up', async () => {
    const slow: CreateStep = () => new Promise((resolve) => setTimeout(resolve, READY_TIMEOUT_MS + 4_500));
    const { session, sdk, getCode, status } = sessionOn([slow, slow, slow]);
    sdk.destroyTakesMs = 19_000;
    getCode.mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 14_000));
      return { onceCode: 'c', serverAddress: 'a.example', robotId: 'r', lifeMs: 300_000 };
    });
    session.start();
    await pass(60_000 + 3 * READY_TIMEOUT_MS);
    expect(status()).toBe('failed');
  });
});

describe('a code that outlived its life before use', () => {
  it('is replaced unseen', async () => {
    const { session, getCode, sdk, states } = sessionOn([step.ready()]);
    getCode.mockResolvedValueOnce({ onceCode: 'old', serverAddress: 'a.example', robotId: 'r', lifeMs: 0 });
    session.start();
    await pass(200);
    expect(sdk.codes).toEqual(['code-1']);
    expect(states).not.toContain('retrying');
    expect(states.at(-1)).toBe('live');
  });

  it('counts towards the three codes of a start', async () => {
    const { session, getCode, sdk, failure } = sessionOn([], { code: { lifeMs: 0 } });
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('once_code_expired');
    expect(getCode).toHaveBeenCalledTimes(3);
    expect(sdk.codes).toEqual([]);
  });
});

describe('a malformed serverAddress', () => {
  it.each(['http://a.example', 'a b', 'a.example/path', '', 'u@a.example', '::'])(
    'never reaches the SDK, which it would block: %j',
    async (serverAddress) => {
      const { session, sdk, failure } = sessionOn([], { code: { serverAddress } });
      session.start();
      await pass(1_000);
      expect(failure()?.code).toBe('server_address_invalid');
      expect(sdk.calls).toEqual([]);
    },
  );

  it.each(['metastudio-api.cn-north-4.myhuaweicloud.com', '127.0.0.1:4010', 'localhost:4010', '[::1]:4010'])(
    'is not seen in %s',
    async (serverAddress) => {
      const { session, status } = sessionOn([step.ready()], { code: { serverAddress } });
      session.start();
      await pass(1_000);
      expect(status()).toBe('live');
    },
  );
});

describe('cancelling', () => {
  it('while connecting is ended at once, and destroys when create() has settled', async () => {
    const { session, sdk, status, states } = sessionOn([step.ready(5_000)]);
    session.start();
    await pass(1_000);
    void session.end();
    expect(status()).toBe('ended');
    expect(session.getSnapshot()).toMatchObject({ reason: 'cancelled' });
    expect(sdk.calls).toEqual(['create']);
    await pass(10_000);
    expect(sdk.calls).toEqual(['create', 'destroy']);
    expect(states.at(-1)).toBe('ended');
  });

  it('before create() leaves nothing to destroy, and the request for the code is called off', async () => {
    const { session, sdk, getCode } = sessionOn([]);
    getCode.mockImplementation(() => new Promise(() => {}));
    session.start();
    await pass(100);
    await session.end();
    expect(getCode.mock.calls[0]?.[0].aborted).toBe(true);
    expect(sdk.calls).toEqual([]);
  });

  it('reaches ended even when create() is stuck', async () => {
    const { session, status } = sessionOn([step.stuck()]);
    session.start();
    await pass(1_000);
    void session.end();
    expect(status()).toBe('ended');
    await pass(200_000);
    expect(status()).toBe('ended');
  });

  it('calls off the pause between attempts', async () => {
    const { session, getCode, status } = sessionOn([step.error('MSS.47010046')]);
    session.start();
    await pass(300);
    expect(status()).toBe('retrying');
    await session.end();
    await pass(60_000);
    expect(getCode).toHaveBeenCalledTimes(1);
    expect(status()).toBe('ended');
  });

  it('lets a start pressed meanwhile wait its turn', async () => {
    const { session, sdk, status } = sessionOn([step.ready(5_000), step.ready()]);
    session.start();
    await pass(1_000);
    void session.end();
    session.start();
    await pass(1_000);
    expect(status()).toBe('preparing');
    await pass(10_000);
    expect(status()).toBe('live');
    expect(sdk.calls).toEqual(['create', 'destroy', 'create']);
    expect(sdk.codes).toEqual(['code-1', 'code-2']);
  });
});

describe('ending', () => {
  it('is ended at once and awaits destroy; a second conversation works', async () => {
    const { session, sdk, status } = await liveSession([step.ready(), step.ready()]);
    const ended = session.end();
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'person' });
    await pass(100);
    await ended;
    session.start();
    await pass(500);
    expect(status()).toBe('live');
    expect(sdk.codes).toEqual(['code-1', 'code-2']);
  });

  it('drops events of an older run', async () => {
    const { session, sdk } = await liveSession([step.ready(), step.ready(10_000)]);
    const old = sdk.parameters?.eventListeners;
    void session.end();
    session.start();
    await pass(1_000);
    old?.jobInfoChange({ isReady: true, jobId: 'old' });
    old?.error({ code: 'MSS.47010047' });
    old?.semanticRecognized({ text: 'ghost', chatId: 'g' });
    await pass(10);
    expect(session.getSnapshot()).toMatchObject({ status: 'connecting', transcript: [] });
  });

  it('goes on from what was said before, until that is cleared', async () => {
    const before = { id: 'asked-1', who: 'person', text: 'Hello', at: 1, state: 'complete' } as const;
    const { session, sdk } = sessionOn([step.ready()], { transcript: [before] });
    session.start();
    await pass(200);
    sdk.emit('semanticRecognized', { text: 'Hello again', isLast: true, chatId: 'c' });
    expect(session.getSnapshot().transcript.map(({ text }) => text)).toEqual(['Hello', 'Hello again']);
    session.clearTranscript();
    expect(session.getSnapshot().transcript).toEqual([]);
  });

  it('ends for the reason it is told', async () => {
    const { session } = await liveSession();
    await Promise.all([session.end('taken_over'), pass(100)]);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'taken_over' });
  });

  it('when the page is left destroys without waiting', async () => {
    const { session, sdk } = await liveSession();
    session.leave();
    expect(sdk.calls).toEqual(['create', 'destroy']);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'page_left' });
  });

  it('does nothing when no session is on', async () => {
    const { session, sdk, status } = sessionOn([]);
    await session.end();
    session.leave();
    expect(status()).toBe('idle');
    expect(sdk.calls).toEqual([]);
  });

  it('by silence is told as such, and is no failure', async () => {
    const { session, sdk } = await liveSession();
    sdk.emit('jobEndMention', { jobId: 'job-1', restTime: 30_000 });
    expect(session.getSnapshot().silenceEndsAt).toBe(Date.now() + 30_000);
    sdk.emit('jobEnd', { jobId: 'job-1', reason: 'MUTE_TIMEOUT' });
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'silence', silenceEndsAt: null });
    await pass(100);
    expect(sdk.calls).toEqual(['create', 'destroy']);
  });
});

describe('a lost line', () => {
  it('is shown as reconnecting, and live again after the rejoin, with nothing minted', async () => {
    const { sdk, status, getCode } = await liveSession();
    sdk.emit('jobInfoChange', { isReady: false });
    expect(status()).toBe('reconnecting');
    await pass(90_000);
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    expect(status()).toBe('live');
    await pass(300_000);
    expect(status()).toBe('live');
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('is given up after 120 s', async () => {
    const { sdk, failure } = await liveSession();
    sdk.emit('error', { code: '999100005' });
    await pass(119_000);
    expect(failure()).toBeNull();
    await pass(1_100);
    expect(failure()).toMatchObject({ code: 'connection_lost', retry: 'manual' });
    expect(sdk.calls.at(-1)).toBe('destroy');
  });

  it('counts when it breaks in the very moment it came up', async () => {
    const flicker: CreateStep = async (sdk) => {
      sdk.emit('jobInfoChange', { isReady: true, jobId: 'j' });
      sdk.emit('jobInfoChange', { isReady: false });
    };
    const { session, status } = sessionOn([flicker]);
    session.start();
    await pass(100);
    expect(status()).toBe('reconnecting');
  });
});

describe('trouble that does not end the session', () => {
  it.each([
    ['999100004', 'microphone'],
    ['ERR_NETWORK', 'network'],
    ['MSS.47015028', 'hearing'],
  ])('%s is a notice', async (code, kind) => {
    const { session, sdk } = await liveSession();
    sdk.emit('error', { code });
    expect(session.getSnapshot()).toMatchObject({ status: 'live', notice: vendorFailure(code) });
    expect(vendorFailure(code).kind).toBe(kind);
  });

  it('playback the browser blocks is noticed at the ready event, which the SDK does not tell', async () => {
    const { session, sdk } = sessionOn([step.ready()]);
    document.getElementById('digital-human')?.append(document.createElement('video')); // paused
    sdk.results.playRemoteVideo = [{ result: false, errorCode: '90100021' }];
    session.start();
    await pass(200);
    expect(session.getSnapshot()).toMatchObject({ status: 'live', playbackBlocked: true });
    document.querySelector('video')?.dispatchEvent(new Event('playing')); // the SDK's own modal was clicked
    expect(session.getSnapshot().playbackBlocked).toBe(false);
  });

  it('blocked playback is resumed by the person', async () => {
    const { session, sdk } = await liveSession();
    sdk.emit('error', { code: '90100021' });
    expect(session.getSnapshot().playbackBlocked).toBe(true);
    await session.resumePlayback();
    expect(sdk.calls.at(-1)).toBe('playRemoteVideo');
    expect(session.getSnapshot().playbackBlocked).toBe(false);
  });
});

describe('a longest time for one session', () => {
  const LONGEST_MS = 600_000;
  async function limitedSession() {
    const s = sessionOn([], { longestMs: LONGEST_MS });
    s.session.start();
    await pass(200);
    return s;
  }

  it('ends it with a reason of its own, and lets go of the slot', async () => {
    const { session, sdk, status } = await limitedSession();
    const since = session.getSnapshot();
    expect(since.timeUpAt).toBe((since.status === 'live' ? since.liveSince : 0) + LONGEST_MS);
    await pass(LONGEST_MS - 300);
    expect(status()).toBe('live');
    await pass(300);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up', timeUpAt: null });
    expect(sdk.calls.at(-1)).toBe('destroy');
  });

  it('begins anew with each session, and is nobody’s when one ended before', async () => {
    const { session, status } = await limitedSession();
    await pass(LONGEST_MS / 2);
    void session.end();
    await pass(200);
    session.start();
    await pass(200);
    await pass(LONGEST_MS / 2 + 1_000);
    expect(status()).toBe('live');
    await pass(LONGEST_MS / 2);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up' });
  });

  it('is no limit unless set', async () => {
    const { session, status } = await liveSession();
    await pass(100 * LONGEST_MS);
    expect([status(), session.getSnapshot().timeUpAt]).toEqual(['live', null]);
  });
});
