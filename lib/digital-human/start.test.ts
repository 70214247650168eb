// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { ownFailure, SessionFailure } from './failures.ts';
import { type CreateStep, step } from './testing/fake-sdk.ts';
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

  it('in a browser that the SDK does not support, without a request for a code', async () => {
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
  ])('when the check of the browser %s, and no code is spent', async (_, check) => {
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
    const { session, sdk, status } = sessionOn([step.noPicture(), step.ready()]);
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

  it('an answering service that is set up wrongly ends a start, and no other attempt follows', async () => {
    const { session, failure, getCode } = sessionOn([step.error('MSS.47030103')]);
    session.start();
    await pass(5_000);
    expect(failure()).toMatchObject({ code: 'MSS.47030103', kind: 'configuration', retry: 'never' });
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it.each(['999400004', 999400004])('a create() refused as a repeated call (%j) is stuck, too', async (errorCode) => {
    const { session, sdk, failure, getCode } = sessionOn([]);
    Object.assign(sdk, { create: async () => ({ result: false, errorCode }) });
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('sdk_stuck');
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('an end that the SDK never finishes is not waited for longer than 45 s: signing out goes on', async () => {
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

  it('our route that never answers is a failed attempt', async () => {
    const { session, getCode, failure } = sessionOn([]);
    getCode.mockImplementation(() => new Promise(() => {}));
    session.start();
    await pass(60_000);
    expect(failure()?.code).toBe('once_code_timeout');
    expect(getCode).toHaveBeenCalledTimes(3);
    expect(getCode.mock.calls.every(([signal]) => signal.aborted)).toBe(true);
  });

  it('an SDK that cannot be loaded is tried again, without a request for a code', async () => {
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

describe('several errors for one failure', () => {
  it('count as one: the first is kept, and one more code is spent', async () => {
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
  it('fails 10 s after create() resolved, to be tried again by hand when the SDK no longer starts by itself', async () => {
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

  it('lets a start pressed earlier wait in preparing, until 35 s after create() resolved', async () => {
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

  it('is waited out by the next one when it was cancelled before', async () => {
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

  it('is none when the SDK has a job: then only the ready time-out counts', async () => {
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

  it('is none when the job comes late', async () => {
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

  it('is none when it ended with an error: the next attempt does not wait', async () => {
    const { session, status } = sessionOn([step.error('MSS.47010037'), step.ready()]);
    session.start();
    await pass(2_000);
    expect(status()).toBe('live');
  });

  it('is left to the ready time-out by an SDK that does not say whether it has a job', async () => {
    const { session, sdk, states } = sessionOn([step.unanswered(), step.ready()]);
    sdk.getJobInfo = undefined;
    session.start();
    await pass(READY_TIMEOUT_MS + 2_000);
    expect(states.at(-1)).toBe('live');
  });
});

describe('a renewal of an earlier session’s tokens that fails during a start', () => {
  it.each(['401', 'MSS.47010105'])('does not end it: %s', async (code) => {
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

  it('is the reason when no job comes', async () => {
    const { session, failure } = sessionOn([step.error('401')]);
    session.start();
    await pass(1_000);
    expect(failure()).toMatchObject({ code: '401', retry: 'never' });
  });
});

it('keeps the log of the SDK at errors: it would print the once code', async () => {
  const { session, sdk } = sessionOn([step.ready()]);
  session.start();
  await pass(50);
  expect(sdk.logLevel).toBe('error');
  await pass(1_000);
  void session.end();
  await pass(1_000);
  expect(sdk.logLevel).toBe('error');
});

it('lets the SDK release the microphone when the chat falls asleep, and keeps its telemetry off', async () => {
  const { sdk } = await liveSession();
  expect(sdk.parameters?.config).toEqual({
    enableBusinessTrack: false,
    defaultMuteRemoteAudio: false,
    enableCollectAudioDemand: true,
  });
});
