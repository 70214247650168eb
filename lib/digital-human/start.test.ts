// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { elapsedMs } from './clock.ts';
import { ownFailure, SessionFailure } from './failures.ts';
import type { SessionServer } from './session.ts';
import { type CreateStep, type FakeSdk, step } from './testing/fake-sdk.ts';
import { fakePage, liveSession, pass, READY_TIMEOUT_MS, sessionOn } from './testing/session-fixture.ts';

fakePage();

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

  it('is replaced at most twice, and then the start fails with its error code', async () => {
    const refused = step.error('MSS.47010046');
    const { session, sdk, getCode, failure } = sessionOn([refused, refused, refused, refused]);
    session.start();
    await pass(60_000);
    expect(failure()).toMatchObject({ code: 'MSS.47010046', kind: 'refused', retry: 'auto' });
    expect(getCode).toHaveBeenCalledTimes(3);
    expect(sdk.calls).toEqual(['create', 'destroy', 'create', 'destroy', 'create', 'destroy']);
  });

  it('shows the number of the next attempt during the pause', async () => {
    const { session } = sessionOn([step.error('MSS.47010046')]);
    session.start();
    await pass(150);
    expect(session.getSnapshot()).toMatchObject({ status: 'retrying', attempt: 2, delayMs: 1_000 });
  });
});

describe('a start is not retried', () => {
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

  it('in a browser that the SDK does not support, and no code is requested', async () => {
    const { session, sdk, getCode, failure } = sessionOn([]);
    sdk.checkBrowserSupport.mockResolvedValue(false);
    session.start();
    await pass(1_000);
    expect(failure()).toMatchObject({ code: 'browser_unsupported', retry: 'never' });
    expect(getCode).not.toHaveBeenCalled();
  });

  it.each([
    ['says no', async () => false],
    ['says nothing it should', async () => 'yes' as never],
    ['fails', async () => Promise.reject(new Error('no WebRTC'))],
    ['does not answer', () => new Promise<boolean>(() => {})],
  ])('when the check of the browser %s, and no code is requested', async (_, check) => {
    const { session, sdk, getCode, failure } = sessionOn([]);
    sdk.checkBrowserSupport.mockImplementation(check);
    session.start();
    await pass(10_000);
    expect(failure()).toMatchObject({ code: 'browser_unsupported', kind: 'browser', retry: 'never' });
    expect(getCode).not.toHaveBeenCalled();
    expect(sdk.calls).toEqual([]);
  });

  it.each([
    ['in one create()', 0],
    ['during the pause', 300],
    ['while a slow create() holds up the next attempt', 4_000],
  ])('when the attempt reports a network error first and a locked account later: %s', async (_when, laterMs) => {
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

  it('after it was live', async () => {
    const { sdk, getCode, failure } = await liveSession();
    sdk.emit('error', { code: '999000002' });
    await pass(300_000);
    expect(failure()).toMatchObject({ code: '999000002', retry: 'manual' });
    expect(getCode).toHaveBeenCalledTimes(1);
    expect(sdk.calls.at(-1)).toBe('destroy');
  });
});

describe('every wait has a limit', () => {
  it('a ready time-out leads to a new attempt with a new code', async () => {
    const { session, sdk, status } = sessionOn([step.noPicture(), step.ready()]);
    session.start();
    await pass(READY_TIMEOUT_MS + 2_000);
    expect(status()).toBe('live');
    expect(sdk.codes).toEqual(['code-1', 'code-2']);
  });

  it('a create() that waits for its room is destroyed at the ready time-out, and a new attempt follows', async () => {
    const { session, sdk, states } = sessionOn([step.joining(), step.ready()]);
    session.start();
    await pass(READY_TIMEOUT_MS + 2_000);
    expect(states.at(-1)).toBe('live');
    expect(sdk.calls).toEqual(['create', 'destroy', 'create']);
  });

  it('a create() that destroy() does not settle fails as stuck 5 s later, and is never called again', async () => {
    const { session, sdk, failure, getCode } = sessionOn([step.stuck()]);
    session.start();
    await pass(READY_TIMEOUT_MS + 4_900);
    expect(failure()).toBeNull();
    await pass(200);
    expect(failure()).toMatchObject({ code: 'sdk_stuck', kind: 'sdk', retry: 'never' });
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('sdk_stuck');
    expect(sdk.calls).toEqual(['create', 'destroy']);
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('a create() that rejects fails as stuck', async () => {
    const { session, failure, getCode } = sessionOn([step.rejects()]);
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('sdk_stuck');
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('a misconfigured brain fails the start without a retry', async () => {
    const { session, failure, getCode } = sessionOn([step.error('MSS.47030103')]);
    session.start();
    await pass(5_000);
    expect(failure()).toMatchObject({ code: 'MSS.47030103', kind: 'configuration', retry: 'never' });
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it.each(['999400004', 999400004])('a create() refused as a repeated call (%j) fails as stuck', async (errorCode) => {
    const { session, sdk, failure, getCode } = sessionOn([]);
    Object.assign(sdk, { create: async () => ({ result: false, errorCode }) });
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('sdk_stuck');
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('an end waits at most 45 s for a destroy() that never settles, so that a sign-out continues', async () => {
    const { session, sdk } = await liveSession();
    sdk.destroyTakesMs = 1e9;
    const over = vi.fn();
    void session.end().then(over);
    await pass(44_000);
    expect(over).not.toHaveBeenCalled();
    await pass(1_100);
    expect(over).toHaveBeenCalled();
  });

  it('a destroy() that never settles makes the next start fail as stuck', async () => {
    const { session, sdk, failure } = await liveSession();
    sdk.destroyTakesMs = 1e9;
    void session.end();
    session.start();
    await pass(46_000);
    expect(failure()?.code).toBe('sdk_stuck');
  });

  it('a once-code route that never answers fails the attempt', async () => {
    const { session, getCode, failure } = sessionOn([]);
    getCode.mockImplementation(() => new Promise(() => {}));
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('once_code_timeout');
    expect(getCode).toHaveBeenCalledTimes(3);
    expect(getCode.mock.calls.every(([signal]) => signal.aborted)).toBe(true);
  });

  it('an SDK that cannot be loaded is loaded again, and no code is requested', async () => {
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

  it.each([
    ['is over', {}, 0],
    ['after a late load of the page’s code is over', {}, 30_000],
    ['that moves a conversation here is over', { endsOthers: true }, 0],
  ])('a start %s within 60 s plus three ready time-outs of the click', async (_, request, lateMs) => {
    const slow: CreateStep = () => new Promise((resolve) => setTimeout(resolve, READY_TIMEOUT_MS + 4_500));
    const wait = async (ms: number) => void (await new Promise((resolve) => setTimeout(resolve, ms)));
    const server: SessionServer = {
      isOnOtherDevice: () => wait(1_000).then(() => true),
      moveHere: () => wait(10_000),
      whyEnded: async () => undefined,
      untilEnded: async () => undefined,
      end: () => {},
    };
    const moves = 'endsOthers' in request ? { server, confirmMove: async () => true } : {};
    const { session, sdk, getCode, status } = sessionOn([slow, slow, slow], moves);
    sdk.destroyTakesMs = 19_000;
    getCode.mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 14_000));
      return { onceCode: 'c', serverAddress: 'a.example', robotId: 'r', lifeMs: 300_000 };
    });
    const since = elapsedMs();
    await pass(lateMs);
    session.start({ ...request, since });
    await pass(60_000 + 3 * READY_TIMEOUT_MS - lateMs);
    expect(status()).toBe('failed');
  });
});

describe('several errors for one failure', () => {
  it('count as one: the first is kept, and one more code is used', async () => {
    const { session, getCode, states } = sessionOn([step.error('MSS.47010046', 100, 'ERR_NETWORK', '-100')]);
    session.start();
    await pass(150);
    expect(session.getSnapshot()).toMatchObject({ status: 'retrying', reason: { code: 'MSS.47010046' } });
    await pass(5_000);
    expect(states.at(-1)).toBe('live');
    expect(getCode).toHaveBeenCalledTimes(2);
  });
});

describe('a start without an answer', () => {
  it('fails 10 s after create() resolved, and can be repeated when the SDK no longer starts a job by itself', async () => {
    const { session, sdk, getCode, failure } = sessionOn([step.unanswered()]);
    session.start();
    await pass(9_900);
    expect(failure()).toBeNull();
    await pass(200);
    expect(failure()).toMatchObject({
      code: 'start_unanswered',
      kind: 'start',
      retry: 'manual',
      retryAfterSeconds: 25,
    });
    expect(sdk.calls).toEqual(['create', 'destroy']);
    await pass(60_000);
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('makes an earlier next start wait in preparing, until 35 s after create() resolved', async () => {
    const { session, sdk, status, getCode } = sessionOn([step.unanswered(), step.ready()]);
    session.start();
    await pass(11_000);
    session.start();
    await pass(23_500);
    expect(status()).toBe('preparing');
    expect(getCode).toHaveBeenCalledTimes(1);
    await pass(1_000);
    expect(status()).toBe('live');
    expect(sdk.calls).toEqual(['create', 'destroy', 'create']);
  });

  it('makes the next start wait also when it was cancelled', async () => {
    const { session, status } = sessionOn([step.unanswered(), step.ready()]);
    session.start();
    await pass(2_000);
    void session.end();
    session.start();
    await pass(32_500);
    expect(status()).toBe('preparing');
    await pass(1_000);
    expect(status()).toBe('live');
  });

  it('does not count when the SDK has a job: then only the ready time-out does', async () => {
    const quiet: CreateStep = (sdk) => {
      sdk.jobId = 'job-1';
    };
    const { session, status, states } = sessionOn([quiet, step.ready()]);
    session.start();
    await pass(READY_TIMEOUT_MS - 100);
    expect(status()).toBe('connecting');
    await pass(2_000);
    expect(states.at(-1)).toBe('live');
  });

  it('does not count when the job comes late', async () => {
    const { session, sdk, status } = sessionOn([step.unanswered()]);
    session.start();
    await pass(5_000);
    sdk.emit('jobInfoChange', { isReady: false, jobId: 'job-1' });
    await pass(20_000);
    expect(status()).toBe('connecting');
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-1' });
    await pass(10);
    expect(status()).toBe('live');
  });

  it('does not count when it ended with an error: the next attempt does not wait', async () => {
    const { session, status } = sessionOn([step.error('MSS.47010037'), step.ready()]);
    session.start();
    await pass(2_000);
    expect(status()).toBe('live');
  });

  it('fails at the ready time-out when the SDK does not say whether it has a job', async () => {
    const { session, sdk, states } = sessionOn([step.unanswered(), step.ready()]);
    sdk.getJobInfo = undefined;
    session.start();
    await pass(READY_TIMEOUT_MS + 2_000);
    expect(states.at(-1)).toBe('live');
  });
});

describe('a rejoin without an answer', () => {
  /** The SDK has stopped its job, and waits to start another one by itself. */
  const lost = async () => {
    const live = await liveSession([step.ready(), step.ready()]);
    live.sdk.jobId = undefined;
    live.sdk.emit('jobInfoChange', { isReady: false });
    return live;
  };

  it('makes the next start wait until the SDK no longer starts a job by itself', async () => {
    const { session, sdk, status, getCode } = await lost();
    void session.end();
    session.start();
    await pass(34_500);
    expect(status()).toBe('preparing');
    expect(getCode).toHaveBeenCalledTimes(1);
    await pass(1_000);
    expect(status()).toBe('live');
    expect(sdk.calls).toEqual(['create', 'destroy', 'create']);
  });

  it.each([
    ['a job', (sdk: FakeSdk) => (sdk.jobId = 'job-2')],
    ['an SDK that does not say whether it has one', (sdk: FakeSdk) => (sdk.getJobInfo = undefined)],
    ['a session that ended', (sdk: FakeSdk) => sdk.emit('error', { code: '999000002' })],
    ['silence', (sdk: FakeSdk) => sdk.emit('jobEnd', { jobId: 'job-1', reason: 'MUTE_TIMEOUT' })],
  ])('does not count with %s', async (_, happens) => {
    const { session, sdk, status } = await lost();
    happens(sdk);
    void session.end();
    session.start();
    await pass(1_000);
    expect(status()).toBe('live');
  });
});

describe('a renewal of an earlier session’s tokens that fails during a start', () => {
  it.each(['401', 'MSS.47010105'])('does not fail the start: %s', async (code) => {
    const { session, status } = sessionOn([
      async (sdk, parameters) => {
        sdk.emit('error', { code });
        await step.ready()(sdk, parameters);
      },
    ]);
    session.start();
    await pass(1_000);
    expect(status()).toBe('live');
  });

  it('is the reason of the failure when no job comes', async () => {
    const { session, failure } = sessionOn([step.error('401')]);
    session.start();
    await pass(1_000);
    expect(failure()).toMatchObject({ code: '401', retry: 'never' });
  });
});

describe('a digital human of an earlier session that left 90 s ago', () => {
  it('does not fail the start: 999100005', async () => {
    const { session, getCode, status } = sessionOn([
      async (sdk, parameters) => {
        sdk.emit('error', { code: '999100005' });
        await step.ready(5_000)(sdk, parameters);
      },
    ]);
    session.start();
    await pass(6_000);
    expect(status()).toBe('live');
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('is no answer to the request for a job', async () => {
    const { session, failure } = sessionOn([step.error('999100005')]);
    session.start();
    await pass(10_200);
    expect(failure()?.code).toBe('start_unanswered');
  });
});

it('the SDK logs only errors, because it would log the once code', async () => {
  const { session, sdk } = sessionOn([step.ready()]);
  session.start();
  await pass(50);
  expect(sdk.logLevel).toBe('error');
  await pass(1_000);
  void session.end();
  await pass(1_000);
  expect(sdk.logLevel).toBe('error');
});

it('the SDK releases the microphone when the chat falls asleep, and its telemetry is off', async () => {
  const { sdk } = await liveSession();
  expect(sdk.parameters?.config).toEqual({
    enableBusinessTrack: false,
    defaultMuteRemoteAudio: false,
    enableCollectAudioDemand: true,
  });
});
