// @vitest-environment happy-dom
/** The session's calls to our server, and what it does with the answers. */
import { describe, expect, it, vi } from 'vitest';
import { HttpSessionServer } from './session-server.ts';
import { type CreateStep, type FakeSdk, step } from './testing/fake-sdk.ts';
import { fakeSessionServer } from './testing/fake-session-server.ts';
import { fakePage, liveSession, pass, sessionOn } from './testing/session-fixture.ts';

fakePage();
const server = fakeSessionServer();

/** The server of one page. The tests fake the calls that it makes. */
const sessionServer = new HttpSessionServer('/api/session');
const handles = () => {
  let count = 0;
  return {
    get clientId() {
      return `handle-${++count}`;
    },
  };
};
const withServer = (more: object = {}) => ({ server: sessionServer, code: { clientId: 'handle' }, ...more });
const refused = (status: number, code: string) => () =>
  Response.json({ code, retry: 'never', requestId: 'r' }, { status });

describe('a conversation elsewhere', () => {
  const confirming = (answer: boolean) => vi.fn(async () => answer);

  it('is checked once per start, while the SDK loads and before a code is requested', async () => {
    const order: string[] = [];
    let answer = (_: boolean) => {};
    const confirmMove = () => {
      order.push('question');
      return new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    };
    server().running = true;
    const { session, getCode, status, sdkQueue } = sessionOn(
      [step.error('MSS.47010046'), step.ready()],
      withServer({ confirmMove }),
    );
    const load = vi.spyOn(sdkQueue, 'load').mockImplementation(async () => void order.push('load'));
    session.start();
    await pass(100);
    expect(order).toEqual(['load', 'question']);
    expect([status(), getCode.mock.calls.length]).toEqual(['preparing', 0]);
    load.mockRestore();
    answer(true);
    await pass(5_000);
    expect([status(), getCode.mock.calls.length]).toEqual(['live', 2]);
    expect(server().calls.filter((call) => call === 'GET null')).toHaveLength(1); // none in the second attempt
  });

  it('delays the code by at most 20 ms after the click', async () => {
    server().answersAfterMs = 900;
    const { session, getCode, sdkQueue } = sessionOn([step.ready()], withServer({ confirmMove: confirming(true) }));
    const load = sdkQueue.load.bind(sdkQueue);
    vi.spyOn(sdkQueue, 'load').mockImplementation(async (url) => {
      await new Promise((resolve) => setTimeout(resolve, 15));
      return load(url);
    });
    session.start();
    await pass(18);
    expect(getCode).not.toHaveBeenCalled();
    await pass(4);
    expect(getCode).toHaveBeenCalledOnce();
  });

  it('leaves the user any time to decide', async () => {
    server().running = true;
    let answer = (_: boolean) => {};
    const confirmMove = () => new Promise<boolean>((resolve) => (answer = resolve));
    const { session, status } = sessionOn([step.ready()], withServer({ confirmMove }));
    session.start();
    await pass(600_000);
    expect(status()).toBe('preparing');
    answer(true);
    await pass(500);
    expect(status()).toBe('live');
  });

  it('stays there when the user says so: no code is requested, and the page is idle again', async () => {
    server().running = true;
    const { session, getCode, states, sdk } = sessionOn([], withServer({ confirmMove: confirming(false) }));
    session.start();
    await pass(1_000);
    expect(states).toEqual(['preparing', 'idle']);
    expect([getCode.mock.calls.length, sdk.calls]).toEqual([0, []]);
    server().running = false;
    session.start();
    await pass(1_000);
    expect(states.at(-1)).toBe('live');
  });

  it('is ended there with one call, which does not end this page’s session', async () => {
    const confirmMove = async (move: (signal: AbortSignal) => Promise<void>, signal: AbortSignal) => {
      await move(signal);
      return true;
    };
    const { session, status } = await liveSession([step.ready(), step.ready()], withServer({ confirmMove }));
    await Promise.all([session.end(), pass(100)]);
    server().running = true;
    session.start();
    await pass(500);
    expect(status()).toBe('live');
    expect(server().calls).toEqual(['GET null', 'GET handle', 'POST moved sparing handle']);
  });

  it('is ended without a question when the user has already agreed', async () => {
    server().running = true;
    server().answersAfterMs = 400;
    const confirmMove = confirming(true);
    const { session, status, getCode } = sessionOn([], withServer({ confirmMove }));
    session.start({ endsOthers: true });
    await pass(1_300);
    expect([status(), getCode.mock.calls.length]).toEqual(['live', 1]);
    expect(confirmMove).not.toHaveBeenCalled();
    expect(server().calls).toEqual(['GET null', 'POST moved sparing null']);
  });

  it('is not this page’s own last session, which the handle identifies', async () => {
    const { session } = await liveSession([step.ready(), step.ready()], withServer({ confirmMove: confirming(true) }));
    await Promise.all([session.end(), pass(100)]);
    session.start();
    await pass(500);
    expect(server().calls).toEqual(['GET null', 'GET handle']);
  });

  it('is not the session that this tab has just left', async () => {
    const before = await liveSession([], withServer({ confirmMove: confirming(true) }));
    before.session.leave();
    server().running = true; // the beacon has not arrived yet
    const confirmMove = confirming(false);
    const { session, status } = sessionOn([], withServer({ confirmMove }));
    session.start();
    await pass(500);
    expect([status(), confirmMove.mock.calls.length]).toEqual(['live', 0]);
    await Promise.all([session.end(), pass(60_000)]);
    session.start();
    await pass(500);
    expect(confirmMove).toHaveBeenCalledOnce();
  });

  it.each([
    ['no answer', () => (server().answersAfterMs = 60_000)],
    ['a server that fails', () => (server().refusal = refused(500, 'internal_error'))],
    ['a page of a proxy', () => (server().refusal = () => new Response('<html>'))],
    ['a malformed answer', () => (server().refusal = () => Response.json({ running: 'yes' }))],
    [
      'a refused connection',
      () =>
        (server().refusal = () => {
          throw new TypeError('Failed to fetch');
        }),
    ],
  ])('%s delays the start by at most 1 s', async (_, arrange) => {
    arrange();
    const confirmMove = confirming(false);
    const { session, status } = sessionOn([], withServer({ confirmMove }));
    session.start();
    await pass(1_200);
    expect([status(), confirmMove.mock.calls.length]).toEqual(['live', 0]);
  });

  it('delays a start by at most 20 ms when once codes take as long as the check', async () => {
    server().answersAfterMs = 600;
    const { session, status } = sessionOn(
      [step.ready(100)],
      withServer({ codeTakesMs: 600, confirmMove: confirming(true) }),
    );
    session.start();
    await pass(719);
    expect(status()).toBe('connecting');
    await pass(1);
    expect(status()).toBe('live');
  });

  it('prevents create() also when it is found late: the code is not used, and the next start requests another', async () => {
    server().running = true;
    server().answersAfterMs = 900;
    let isHere = false;
    const { session, sdk, status, states } = sessionOn(
      [],
      withServer({ codeTakesMs: 50, confirmMove: async () => isHere }),
    );
    session.start();
    await pass(2_000);
    expect([status(), sdk.calls]).toEqual(['idle', []]);
    expect(states).toEqual(['preparing', 'authorizing', 'preparing', 'idle']);
    isHere = true;
    session.start();
    await pass(2_000);
    expect([status(), sdk.codes]).toEqual(['live', ['code-3']]);
  });

  it('leads to no question when the start has been cancelled', async () => {
    server().running = true;
    server().answersAfterMs = 300;
    const confirmMove = confirming(true);
    const { session, sdk } = sessionOn([], withServer({ confirmMove }));
    session.start();
    await pass(100);
    await Promise.all([session.end(), pass(5_000)]);
    expect([confirmMove.mock.calls.length, sdk.calls]).toEqual([0, []]);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'cancelled' });
  });

  it('withdraws its question when the session ends', async () => {
    server().running = true;
    const signals: AbortSignal[] = [];
    const confirmMove = (_: unknown, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(false)));
    };
    const { session, states } = sessionOn([], withServer({ confirmMove }));
    session.start();
    await pass(100);
    await Promise.all([session.end('taken_over'), pass(100)]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(states).toEqual(['preparing', 'ended']);
  });

  it('is not checked in a browser that cannot hold a conversation', async () => {
    const findBrowserProblem = () => 'browser_unsupported' as const;
    const { session, failure } = sessionOn([], withServer({ confirmMove: confirming(true), findBrowserProblem }));
    session.start();
    await pass(100);
    expect([failure()?.code, server().calls]).toEqual(['browser_unsupported', []]);
  });
});

describe('a session that the server ended', () => {
  it.each([
    ['moved', { status: 'ended', reason: 'moved' }],
    ['minutes', { status: 'ended', reason: 'minutes' }],
    ['signed_out', { status: 'failed', failure: { code: 'signed_out_elsewhere', kind: 'signed_out', retry: 'never' } }],
  ] as const)(
    '%s: the SDK is destroyed at once, before it can rejoin, and the page says why',
    async (ended, expected) => {
      const { session, sdk } = await liveSession([], withServer());
      server().ended.set('handle', ended);
      sdk.emit('jobInfoChange', { isReady: false });
      await pass(50);
      expect(session.getSnapshot()).toMatchObject(expected);
      await pass(200_000);
      expect(sdk.calls).toEqual(['create', 'destroy']);
      expect(session.getSnapshot()).toMatchObject(expected);
    },
  );

  it('moved: the next start here asks about the conversation on the other device, although a rejoin had no job', async () => {
    const confirmMove = vi.fn(async () => false);
    const { session, sdk, status } = await liveSession([], withServer({ confirmMove }));
    server().ended.set('handle', 'moved');
    server().running = true;
    sdk.jobId = undefined;
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(1_000);
    expect(server().calls).toContain('beacon handle'); // the SDK may still start a job
    session.start();
    await pass(500);
    expect([status(), confirmMove.mock.calls.length]).toEqual(['idle', 1]);
  });

  it.each(['999000002', '999100003', 'MSS.47010065'])('is recognized after the error %s, too', async (code) => {
    const { session, sdk } = await liveSession([], withServer());
    server().ended.set('handle', 'moved');
    sdk.emit('error', { code });
    await pass(100);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'moved' });
    expect(sdk.calls).toEqual(['create', 'destroy']);
  });

  it('is never shown as live when it breaks as it becomes ready', async () => {
    const broken: CreateStep = async (sdk) => {
      sdk.emit('jobInfoChange', { isReady: true, jobId: 'j' });
      sdk.emit('error', { code: '999000002' });
    };
    const { session, states } = sessionOn([broken], withServer());
    server().answersAfterMs = 500;
    server().ended.set('handle', 'moved');
    session.start();
    await pass(1_000);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'moved' });
    expect(states).toEqual(['preparing', 'authorizing', 'connecting', 'ended']);
  });

  it('is destroyed before the server has answered', async () => {
    const { session, sdk, status } = await liveSession([], withServer());
    server().answersAfterMs = 900;
    server().ended.set('handle', 'moved');
    sdk.emit('error', { code: '999000002' });
    await pass(100);
    expect([sdk.calls.at(-1), status()]).toEqual(['destroy', 'live']);
    expect(await session.ask('Still there?')).toEqual({ accepted: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    await pass(900);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'moved' });
  });

  it('is ended also when it has reconnected before the server answered', async () => {
    const { session, sdk, status } = await liveSession([], withServer());
    server().refusal = () => {
      throw new TypeError('Failed to fetch');
    };
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(5_000);
    expect(status()).toBe('reconnecting');
    server().refusal = null;
    server().ended.set('handle', 'moved');
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    await pass(10);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'moved' });
  });

  it('because of a time limit has the reason of the shorter one', async () => {
    const { session, sdk } = await liveSession([], withServer({ longestSessionMs: 60_000 }));
    server().ended.set('handle', 'minutes');
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(50);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up' });
  });

  it('is checked again while the connection is lost', async () => {
    const { session, sdk } = await liveSession([], withServer());
    server().answersAfterMs = 60_000;
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(5_000);
    server().answersAfterMs = 0;
    server().ended.set('handle', 'minutes');
    await pass(10_000);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'minutes' });
  });

  it('continues after a rejoin when only the sign-in has expired', async () => {
    const { sdk, status } = await liveSession([], withServer());
    server().refusal = refused(401, 'signed_out');
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(15_000);
    expect(status()).toBe('reconnecting');
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    await pass(15_000);
    expect([status(), sdk.calls]).toEqual(['live', ['create']]);
  });

  it('while it was starting is not retried', async () => {
    const { session, getCode } = sessionOn([step.error('20010146')], withServer());
    session.start();
    await pass(50);
    server().ended.set('handle', 'moved');
    await pass(60_000);
    expect(getCode).toHaveBeenCalledTimes(1);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'moved' });
  });

  it('does not affect the next session', async () => {
    const { session, getCode, status } = sessionOn([step.ready(), step.error('MSS.47010046'), step.ready()], {
      server: sessionServer,
      code: handles(),
    });
    session.start();
    await pass(500);
    server().ended.set('handle-1', 'moved');
    await Promise.all([session.end(), pass(500)]);
    session.start();
    await pass(10_000);
    expect([status(), getCode.mock.calls.length]).toEqual(['live', 3]);
  });
});

it('every call but the beacon names the user that the page shows, if there is one', async () => {
  const fetched = vi.spyOn(server(), 'fetch');
  vi.stubGlobal('fetch', server().fetch);
  for (const own of [new HttpSessionServer('/api/session', 'opaque'), sessionServer]) {
    const { signal } = new AbortController();
    await Promise.all([own.isOnOtherDevice(undefined, signal), own.moveHere(undefined, signal), pass(10)]);
  }
  const sent = fetched.mock.calls.map(([, init]) => new Headers(init?.headers).get('x-shown-user'));
  expect(sent).toEqual(['opaque', 'opaque', null, null]);
});

describe('a session that the server did not end', () => {
  it('rejoins', async () => {
    const { sdk, status } = await liveSession([], withServer());
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(90_000);
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    await pass(1_000);
    expect(status()).toBe('live');
    const asked = server().calls.length;
    await pass(300_000);
    expect(server().calls).toHaveLength(asked);
  });

  it.each([0, 60_000])('fails with the SDK’s error when the server answers after %s ms', async (answersAfterMs) => {
    const { sdk, failure } = await liveSession([], withServer());
    server().answersAfterMs = answersAfterMs;
    sdk.emit('error', { code: '999000002' });
    await pass(0);
    expect(sdk.calls.at(-1)).toBe('destroy');
    await pass(1_050);
    expect(failure()).toMatchObject({ code: '999000002', retry: 'manual' });
  });
});

it('a user who ends a conversation while the server is asked why it broke has ended it, not cancelled a start', async () => {
  const { session, sdk } = await liveSession([], withServer());
  server().answersAfterMs = 900;
  sdk.emit('error', { code: '999000002' });
  await pass(100);
  void session.end();
  expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'person' });
});

describe('the server is asked to stop the job', () => {
  const ends = () => server().calls.filter((call) => /^(beacon|fetch) /.test(call));

  it.each([
    ['live', 1_000],
    ['starting', 50],
  ])('when the page is left while %s', async (_, afterMs) => {
    const { session } = sessionOn([step.ready(500)], withServer());
    session.start();
    await pass(afterMs);
    session.leave();
    expect(ends()).toEqual(['beacon handle']);
  });

  it('when the page is left while the SDK is being destroyed', async () => {
    const { session } = await liveSession([], withServer());
    void session.end();
    await pass(10);
    session.leave();
    expect(ends()).toEqual(['beacon handle']);
  });

  it('but not during the next session', async () => {
    const { session, status } = await liveSession([step.ready(), step.ready()], withServer());
    void session.end();
    session.start();
    await pass(60_000);
    expect([status(), ends()]).toEqual(['live', []]);
  });

  it('once, and for the last session only', async () => {
    const { session } = sessionOn([step.ready(), step.ready()], { server: sessionServer, code: handles() });
    session.start();
    await pass(500);
    await Promise.all([session.end(), pass(100)]);
    session.start();
    await pass(500);
    session.leave();
    session.leave();
    expect(ends()).toEqual(['beacon handle-2']);
  });

  it('when destroy() rejects', async () => {
    const { session, sdk } = await liveSession([], withServer());
    vi.spyOn(sdk, 'destroy').mockRejectedValue(new Error('no'));
    await Promise.all([session.end(), pass(100)]);
    expect(ends()).toEqual(['beacon handle']);
  });

  it('when destroy() takes unusually long', async () => {
    const { session, sdk } = await liveSession([], withServer());
    sdk.destroyTakesMs = 30_000;
    void session.end();
    await pass(4_900);
    expect(ends()).toEqual([]);
    await pass(200);
    expect(ends()).toEqual(['beacon handle']);
    await pass(60_000);
    expect(ends()).toHaveLength(1);
  });

  it('when create() is stuck', async () => {
    const { session } = sessionOn([step.stuck()], withServer());
    session.start();
    await pass(60_000);
    expect(ends()).toEqual(['beacon handle']);
  });

  it('when the SDK may still start a job by itself', async () => {
    const { session } = sessionOn([step.unanswered()], withServer());
    session.start();
    await pass(15_000);
    expect(ends()).toEqual(['beacon handle']);
  });

  it.each<[string, (sdk: FakeSdk) => void]>([
    ['while the connection is lost', (sdk) => sdk.emit('jobInfoChange', { isReady: false })],
    ['after an error from which the SDK rejoins', (sdk) => sdk.emit('error', { code: '999000001' })],
  ])('when the conversation ends %s: the rejoin may start another job', async (_, lose) => {
    const { session, sdk } = await liveSession([], withServer());
    lose(sdk);
    void session.end();
    await pass(100);
    expect(sdk.calls).toEqual(['create', 'destroy']);
    expect(ends()).toEqual(['beacon handle']);
  });

  it('but not when it ends after a rejoin', async () => {
    const { session, sdk } = await liveSession([], withServer());
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    void session.end();
    await pass(100);
    expect(ends()).toEqual([]);
  });

  it('by a request that outlives the page when the browser accepts no beacon', async () => {
    const { session } = await liveSession([], withServer());
    server().takesBeacons = false;
    session.leave();
    await pass(0);
    expect(ends()).toEqual(['fetch handle']);
  });

  it('but not after a successful end, nor before a job was requested', async () => {
    const ended = await liveSession([], withServer());
    await Promise.all([ended.session.end(), pass(100)]);
    ended.session.leave();
    const { session } = sessionOn([], withServer({ codeTakesMs: 1_000 }));
    session.start();
    await pass(500);
    session.leave();
    await pass(60_000);
    expect(ends()).toEqual([]);
  });

  it.each([
    ['without a handle', { server: sessionServer }],
    ['without such a server', { code: { clientId: 'handle' } }],
  ])('but never %s', async (_, setting) => {
    const { session, sdk } = await liveSession([], setting);
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(1_000);
    session.leave();
    await pass(60_000);
    expect(server().calls).toEqual([]);
  });
});

it('no handle is stored on the device', async () => {
  const { session } = await liveSession([], withServer({ code: { clientId: 'sealed-handle' } }));
  session.leave();
  expect(JSON.stringify([{ ...sessionStorage }, { ...localStorage }])).not.toContain('sealed-handle');
  expect(session.clientId).toBe('sealed-handle');
});

describe('minutes', () => {
  it.each([
    ['alone', 0, 90_000, 90_000, 'minutes'],
    ['fewer than a session may last', 120_000, 90_000, 90_000, 'minutes'],
    ['more than a session may last', 60_000, 90_000, 60_000, 'time_up'],
    ['as many as a session may last', 90_000, 90_000, 90_000, 'time_up'],
  ])('%s end the session with their own reason', async (_, longestSessionMs, minutesMs, endsAfterMs, reason) => {
    const { session, status } = await liveSession([], { longestSessionMs, code: { longestSessionMs: minutesMs } });
    expect(session.getSnapshot()).toMatchObject({ timeUpReason: reason, timeUpAt: expect.any(Number) });
    await pass(endsAfterMs - 300);
    expect(status()).toBe('live');
    await pass(300);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason });
  });
});
