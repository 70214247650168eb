// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { type CreateStep, step } from './testing/fake-sdk.ts';
import { fakePage, liveSession, pass, sessionOn } from './testing/session-fixture.ts';

const bugs = fakePage();

describe('a start', () => {
  it('goes through its steps to live with exactly one code', async () => {
    const { session, sdk, states, getCode } = sessionOn([step.ready()]);
    session.start();
    await pass(200);
    expect(states).toEqual(['preparing', 'authorizing', 'connecting', 'live']);
    expect(getCode).toHaveBeenCalledTimes(1);
    expect(sdk.codes).toEqual(['code-1']);
  });

  it('requests the code last, when browser, SDK and container are ready', async () => {
    const order: string[] = [];
    const { session, sdk, getCode } = sessionOn([step.ready()]);
    sdk.checkBrowserSupport.mockImplementation(async () => order.push('browser') > 0);
    getCode.mockImplementationOnce(async () => {
      order.push('code');
      expect(document.getElementById('digital-human-sdk')).not.toBeNull();
      return { onceCode: 'c', serverAddress: 'a.example', robotId: 'r', lifeMs: 1_000 };
    });
    session.start();
    await pass(200);
    expect(order).toEqual(['browser', 'code']);
  });

  it('calls create() before the page renders `connecting`', async () => {
    const { session, sdk } = sessionOn([step.ready()]);
    const drawn: [string, string[]][] = [];
    session.subscribe(() => queueMicrotask(() => drawn.push([session.getSnapshot().status, [...sdk.calls]])));
    session.start();
    await pass(10);
    expect(drawn).toContainEqual(['connecting', ['create']]);
    expect(drawn).not.toContainEqual(['connecting', []]);
  });

  it('removes what the SDK left on the device for another user', async () => {
    localStorage.setItem('cacheJobInfo', '{"job_id":"job-of-another"}');
    const found = vi.fn();
    const ready: CreateStep = async (sdk, parameters) => {
      found(localStorage.getItem('cacheJobInfo'));
      await step.ready()(sdk, parameters);
    };
    await liveSession([ready]);
    expect(found).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('limits the log of the SDK to errors as soon as it is loaded', async () => {
    const { sdk, sdkQueue } = sessionOn([]);
    await sdkQueue.load('/sdk.js');
    expect(sdk.logLevel).toBe('error');
  });

  it('loads nothing and requests no code in a browser that cannot hold a conversation', async () => {
    const load = vi.fn();
    const { session, getCode } = sessionOn([], { load, findBrowserProblem: () => 'browser_unsupported' });
    session.start();
    await pass(0);
    expect(session.getSnapshot()).toMatchObject({ status: 'failed', failure: { code: 'browser_unsupported' } });
    expect(load).not.toHaveBeenCalled();
    expect(getCode).not.toHaveBeenCalled();
  });

  it('does nothing while a session is starting or live', async () => {
    const { session, getCode } = sessionOn([step.ready()]);
    session.start();
    session.start();
    await pass(200);
    session.start();
    await pass(60_000);
    expect(getCode).toHaveBeenCalledTimes(1);
  });

  it('is live after a ready event with a job, not after a resolved create()', async () => {
    const { session, sdk, status } = sessionOn([step.noPicture()]);
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

  it('says when the job runs and only picture and sound are missing', async () => {
    const { session, sdk } = sessionOn([step.noPicture()]);
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

  it('passes the listeners to create(), which clears all others', async () => {
    const { sdk } = await liveSession();
    expect(Object.keys(sdk.parameters?.eventListeners ?? {})).toContain('jobInfoChange');
  });

  it('prefers the digital human that the user chose to the one that comes with the code', async () => {
    const { session, sdk } = sessionOn([step.ready()]);
    session.start({ robotId: 'mei' });
    await pass(200);
    expect(sdk.parameters?.robotId).toBe('mei');
  });

  it('notes which digital human gave each answer, when the user chose one', async () => {
    const { session, sdk } = sessionOn([step.ready()]);
    session.start({ robotId: 'mei' });
    await pass(200);
    sdk.emit('semanticRecognized', { text: 'Hello', isLast: true, chatId: 'c' });
    expect(session.getSnapshot().transcript).toMatchObject([{ text: 'Hello', robotId: 'mei' }]);
  });

  it('names the request ID of the code in use', async () => {
    const { session } = sessionOn([step.ready()], { code: { requestId: 'req-1' } });
    session.start();
    await pass(50);
    expect(session.getSnapshot()).toMatchObject({ status: 'connecting', requestId: 'req-1' });
  });

  it('fails when an unexpected error is thrown, and reports the bug', async () => {
    const { session, getCode, failure } = sessionOn([]);
    const bug = new RangeError('bug');
    getCode.mockRejectedValue(bug);
    session.start();
    await pass(100);
    expect(failure()).toMatchObject({ code: 'unexpected_error', kind: 'unknown' });
    expect(bugs.splice(0)).toEqual([bug]);
  });
});

describe('a code that expired before its use', () => {
  it('is replaced without a message', async () => {
    const { session, getCode, sdk, states } = sessionOn([step.ready()]);
    getCode.mockResolvedValueOnce({ onceCode: 'old', serverAddress: 'a.example', robotId: 'r', lifeMs: 0 });
    session.start();
    await pass(200);
    expect(sdk.codes).toEqual(['code-1']);
    expect(states).not.toContain('retrying');
    expect(states.at(-1)).toBe('live');
  });

  it('counts as one of the three codes of a start', async () => {
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
