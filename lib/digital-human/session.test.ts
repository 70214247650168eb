// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { elapsedMs } from './clock.ts';
import { ownFailure, SessionFailure } from './failures.ts';
import type { DigitalHumanSession as Session, SessionServer } from './session.ts';
import { initialSnapshot } from './session-state.ts';
import { type CreateStep, step } from './testing/fake-sdk.ts';
import { fakePage, liveSession, pass, sessionOn } from './testing/session-fixture.ts';

const bugs = fakePage();

describe('the IDs of a session that is over', () => {
  it('are those of its once code and of its last job', async () => {
    const { session, sdk } = await liveSession([], { code: { requestId: 'req-1' } });
    sdk.emit('jobInfoChange', { isReady: false, jobId: 'job-1' });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    void session.end();
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', ids: { requestId: 'req-1', jobId: 'job-2' } });
  });

  it('are also set for a conversation that failed', async () => {
    const { session, sdk } = await liveSession([], { code: { requestId: 'req-1' } });
    sdk.emit('jobInfoChange', { isReady: false, jobId: 'job-1' });
    await pass(171_000);
    expect(session.getSnapshot()).toMatchObject({ status: 'failed', ids: { requestId: 'req-1', jobId: 'job-1' } });
  });

  it('are never those of an earlier session', async () => {
    const { session } = await liveSession([step.ready(), step.stuck()], { code: { requestId: 'req-1' } });
    void session.end();
    session.start();
    void session.end();
    expect(session.getSnapshot()).toMatchObject({
      reason: 'cancelled',
      ids: { requestId: undefined, jobId: undefined },
    });
  });
});

it('a new session has the initial snapshot, so that the page does not render again', () => {
  expect(sessionOn([]).session.getSnapshot()).toBe(initialSnapshot);
});

describe('cancelling', () => {
  it('while connecting ends at once, and destroys when create() has settled', async () => {
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

  it('before create() aborts the request for the code, and destroys nothing', async () => {
    const { session, sdk, getCode } = sessionOn([]);
    getCode.mockImplementation(() => new Promise(() => {}));
    session.start();
    await pass(100);
    await session.end();
    expect(getCode.mock.calls[0]?.[0].aborted).toBe(true);
    expect(sdk.calls).toEqual([]);
  });

  it('destroys at once when create() has a job and only waits for its room', async () => {
    const { session, sdk, status } = sessionOn([step.joining(), step.ready()]);
    session.start();
    await pass(1_000);
    void session.end();
    await pass(300);
    expect(sdk.calls).toEqual(['create', 'destroy']);
    session.start();
    await pass(1_000);
    expect(status()).toBe('live');
  });

  it.each([
    ['stops', 'job-1', 2],
    ['leaves', undefined, 1],
  ])('%s what a create() without a job begins after its destroy(): %s', async (_, lateJob, destroys) => {
    const end = vi.fn();
    const server: SessionServer = {
      isOnOtherDevice: async () => false,
      moveHere: async () => {},
      whyEnded: async () => undefined,
      untilEnded: () => new Promise(() => {}),
      end,
    };
    const slow: CreateStep = async (sdk) => {
      await new Promise((resolve) => setTimeout(resolve, 13_000));
      sdk.jobId = lateJob;
    };
    const { session, sdk } = sessionOn([slow], { server, code: { clientId: 'handle-1' } });
    session.start();
    await pass(1_000);
    const ended = session.end();
    await pass(8_000);
    expect(sdk.calls).toEqual(['create']);
    await pass(2_000);
    expect(sdk.calls).toEqual(['create', 'destroy']);
    await pass(3_000);
    expect(sdk.calls.filter((call) => call === 'destroy')).toHaveLength(destroys);
    await ended;
    expect(end).toHaveBeenCalledExactlyOnceWith('handle-1');
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

  it('starts again once a create() that seemed stuck has settled after all, and destroys its late job', async () => {
    const slow: CreateStep = async (sdk) => {
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      sdk.jobId = 'job-late';
    };
    const { session, sdk, status, failure } = sessionOn([slow, step.ready()]);
    session.start();
    await pass(1_000);
    void session.end();
    await pass(20_000);
    session.start();
    await pass(100);
    expect(failure()?.code).toBe('sdk_stuck');
    await pass(10_000);
    expect(sdk.calls).toEqual(['create', 'destroy', 'destroy']);
    session.start();
    await pass(1_000);
    expect(status()).toBe('live');
  });

  it('ends the pause between attempts', async () => {
    const { session, getCode, status } = sessionOn([step.error('MSS.47010046')]);
    session.start();
    await pass(300);
    expect(status()).toBe('retrying');
    await session.end();
    await pass(60_000);
    expect(getCode).toHaveBeenCalledTimes(1);
    expect(status()).toBe('ended');
  });

  it('makes the next start wait until the SDK is destroyed', async () => {
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
  it('sets the status at once and waits for destroy, and a second conversation works', async () => {
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

  it('keeps the transcript for the next session, until it is cleared', async () => {
    const before = { id: 'asked-1', who: 'person', text: 'Hello', at: 1, state: 'complete' } as const;
    const { session, sdk } = sessionOn([step.ready()], { transcript: [before] });
    session.start();
    await pass(200);
    sdk.emit('semanticRecognized', { text: 'Hello again', isLast: true, chatId: 'c' });
    expect(session.getSnapshot().transcript.map(({ text }) => text)).toEqual(['Hello', 'Hello again']);
    session.clearTranscript();
    expect(session.getSnapshot().transcript).toEqual([]);
  });

  it('has the given reason', async () => {
    const { session } = await liveSession();
    await Promise.all([session.end('taken_over'), pass(100)]);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'taken_over' });
  });

  it('destroys without waiting when the page is left', async () => {
    const { session, sdk } = await liveSession();
    session.leave();
    expect(sdk.calls).toEqual(['create', 'destroy']);
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'page_left' });
  });

  it.each<[string, 'sendTextQuestion' | 'interruptSpeaking' | 'changeLanguage', (session: Session) => unknown]>([
    ['a question', 'sendTextQuestion', (session) => session.ask('Hello?')],
    ['an interruption', 'interruptSpeaking', (session) => session.interrupt()],
    ['a change of language', 'changeLanguage', (session) => session.setLanguage('zh_CN')],
  ])('before the SDK has answered %s is not reported as a bug', async (_, method, call) => {
    const { session, sdk } = await liveSession();
    const called = sdk[method]?.mockReturnValueOnce(new Promise(() => {}));
    void call(session);
    await pass(5_000);
    expect(called).toHaveBeenCalledOnce();
    await Promise.all([session.end(), pass(100)]);
    expect(bugs.splice(0)).toEqual([]);
    expect(session.getSnapshot().notice).toBeNull();
  });

  it('destroys after a pending startChat, whose microphone would stay open, but waits 1.5 s at most', async () => {
    Object.defineProperty(navigator, 'mediaDevices', {
      configurable: true,
      value: { getUserMedia: async () => ({ getTracks: () => [] }) },
    });
    for (const publishTakesMs of [700, 60_000]) {
      const { session, sdk } = await liveSession([], { silentTrack: false });
      sdk.publishTakesMs = publishTakesMs;
      void session.ask('Hello?');
      await pass(100);
      void session.end();
      await pass(1_499);
      expect(sdk.calls.includes('destroy')).toBe(publishTakesMs < 1_500);
      await pass(101);
      expect([sdk.calls.at(-1), sdk.published]).toEqual(['destroy', 'nothing']);
    }
  });

  it('does nothing without a session', async () => {
    const { session, sdk, status } = sessionOn([]);
    await session.end();
    session.leave();
    expect(status()).toBe('idle');
    expect(sdk.calls).toEqual([]);
  });

  it('because of silence has its own reason and is not a failure', async () => {
    const { session, sdk } = await liveSession();
    sdk.emit('jobEndMention', { jobId: 'job-1', restTime: 30_000 });
    expect(session.getSnapshot().silenceEndsAt).toBe(elapsedMs() + 30_000);
    sdk.emit('jobEnd', { jobId: 'job-1', reason: 'MUTE_TIMEOUT' });
    expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'silence', silenceEndsAt: null });
    await pass(100);
    expect(sdk.calls).toEqual(['create', 'destroy']);
  });
});

describe('a deleted transcript', () => {
  const answer = (chatId: string, more = {}) => ({ text: 'piece ', chatId, questionText: 'Who are you?', ...more });

  it('gets nothing more of an answer that is under way, nor its question', async () => {
    const { session, sdk } = await liveSession();
    sdk.results.sendTextQuestion = [{ result: true, chatId: 'c1' }];
    void session.ask('Who are you?');
    await pass(5_000);
    sdk.emit('semanticRecognized', answer('c1'));
    session.clearTranscript();
    sdk.emit('semanticRecognized', answer('c1'));
    sdk.emit('semanticRecognized', answer('c1', { isLast: true }));
    expect(session.getSnapshot().transcript).toEqual([]);
    sdk.emit('speakingStop', { chatId: 'c1' });
    sdk.emit('semanticRecognized', answer('c2'));
    expect(session.getSnapshot().transcript.map(({ text }) => text)).toEqual(['Who are you?', 'piece ']);
  });

  it.each([
    ['before', 500],
    ['after', 5_000],
  ])('gets nothing of a question that is accepted later; its answer begins %s that', async (_, answeredAfterMs) => {
    const { session, sdk } = await liveSession();
    sdk.sendTextQuestion = vi.fn(async () => {
      setTimeout(() => sdk.emit('semanticRecognized', answer('c1')), answeredAfterMs);
      setTimeout(() => sdk.emit('semanticRecognized', answer('c1')), 6_000);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return { result: true, chatId: 'c1' };
    });
    void session.ask('Who are you?');
    session.clearTranscript();
    await pass(10_000);
    expect(session.getSnapshot().transcript).toEqual([]);
  });

  it('gets nothing more of what the user is saying, nor its answer', async () => {
    const { session, sdk } = await liveSession();
    sdk.emit('speechRecognized', { text: 'Who', chatId: 'c1' });
    session.clearTranscript();
    sdk.emit('speechRecognized', { text: 'Who are you?', chatId: 'c1', isLast: true });
    sdk.emit('semanticRecognized', answer('c1'));
    expect(session.getSnapshot().transcript).toEqual([]);
  });

  it('gets what the next job reports, which may use the same IDs', async () => {
    const { session, sdk } = await liveSession();
    sdk.emit('semanticRecognized', answer('c1'));
    session.clearTranscript();
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    sdk.emit('semanticRecognized', answer('c1'));
    expect(session.getSnapshot().transcript).toHaveLength(2);
  });
});

describe('a lost connection', () => {
  it('is shown as reconnecting, and as live after the rejoin, without another code', async () => {
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

  it('is not back because the chat, which has a connection of its own, still delivers an answer', async () => {
    const { sdk, status } = await liveSession();
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('semanticRecognized', { text: 'Hello', chatId: '1', isLast: true });
    sdk.emit('speakingStop', { chatId: '1' });
    expect(status()).toBe('reconnecting');
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    expect(status()).toBe('live');
  });

  it('ends the answer, which the next job does not continue', async () => {
    const { session, sdk } = await liveSession();
    sdk.emit('speakingStart', { chatId: '1' });
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    expect(session.getSnapshot()).toMatchObject({ status: 'live', speaking: false });
  });

  it.each([
    ['ends', 'job-2', false],
    ['keeps', 'job-1', true],
  ])('%s the countdown of silence when %s is ready', async (_, jobId, isKept) => {
    const { session, sdk } = await liveSession();
    sdk.emit('jobEndMention', { jobId: 'job-1', restTime: 30_000 });
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId });
    expect(session.getSnapshot().silenceEndsAt !== null).toBe(isKept);
  });

  it('fails after 170 s', async () => {
    const { sdk, failure } = await liveSession();
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(169_000);
    expect(failure()).toBeNull();
    await pass(1_100);
    expect(failure()).toMatchObject({ code: 'connection_lost', retry: 'manual' });
    expect(sdk.calls.at(-1)).toBe('destroy');
  });

  it('gets the full time again when the SDK begins to rejoin, 90 s after the digital human left', async () => {
    const { sdk, status } = await liveSession();
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(90_000);
    sdk.emit('error', { code: '999100005' });
    await pass(169_000);
    expect(status()).toBe('reconnecting');
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    expect(status()).toBe('live');
  });

  it('counts also when it breaks as it becomes ready', async () => {
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

describe('blocked playback', () => {
  it('is detected by a picture that does not play after the ready event, without a call to the SDK', async () => {
    const { session, sdk } = sessionOn([step.ready()]);
    const video = document.createElement('video'); // paused
    Object.defineProperty(video, 'srcObject', { value: {} });
    document.getElementById('digital-human')?.append(video);
    session.start();
    await pass(1_000);
    expect(session.getSnapshot()).toMatchObject({ status: 'live', playbackBlocked: true });
    expect(sdk.playRemoteVideo).not.toHaveBeenCalled();
    document.querySelector('video')?.dispatchEvent(new Event('playing')); // the user clicked the SDK's modal
    expect(session.getSnapshot().playbackBlocked).toBe(false);
  });

  it.each([
    ['a picture that plays', true, false],
    ['an element without a picture', false, true],
  ])('is not detected for %s', async (_, hasStream, paused) => {
    const { session } = sessionOn([step.ready()]);
    const video = document.createElement('video');
    Object.defineProperties(video, { srcObject: { value: hasStream ? {} : null }, paused: { value: paused } });
    document.getElementById('digital-human')?.append(video);
    session.start();
    await pass(1_000);
    expect(session.getSnapshot()).toMatchObject({ status: 'live', playbackBlocked: false });
  });

  it('is detected by the SDK’s dialog over the page', async () => {
    const { session } = sessionOn([step.ready()]);
    document.body.style.overflow = 'hidden';
    session.start();
    await pass(1_000);
    document.body.style.overflow = '';
    expect(session.getSnapshot().playbackBlocked).toBe(true);
  });

  it('ends when the user resumes playback', async () => {
    const { session, sdk } = await liveSession();
    sdk.emit('error', { code: '90100021' });
    expect(session.getSnapshot().playbackBlocked).toBe(true);
    await session.resumePlayback();
    expect(sdk.calls.at(-1)).toBe('playRemoteVideo');
    expect(session.getSnapshot().playbackBlocked).toBe(false);
  });
});

describe('a failure', () => {
  const code = { requestId: 'request-of-the-code' };

  it('of the start has the request ID of its once code, which identifies it in the log', async () => {
    const { session, failure } = sessionOn([step.error('MSS.47010047')], { code });
    session.start();
    await pass(1_000);
    expect(failure()).toMatchObject({ code: 'MSS.47010047', requestId: 'request-of-the-code' });
  });

  it('of a live session has it, too', async () => {
    const { sdk, failure } = await liveSession([], { code });
    sdk.emit('error', { code: '999000002' });
    await pass(1_000);
    expect(failure()).toMatchObject({ code: '999000002', requestId: 'request-of-the-code' });
  });

  it('before the first once code has no request ID', async () => {
    const { session, getCode, failure } = sessionOn([step.error('MSS.47010046')], { code });
    session.start();
    await pass(1_000);
    getCode.mockRejectedValue(new SessionFailure(ownFailure('unexpected_answer')));
    await pass(60_000);
    expect(failure()).toMatchObject({ code: 'unexpected_answer', requestId: undefined });
  });
});

describe('a subscriber that throws', () => {
  it.each(['end', 'leave'] as const)('does not prevent the SDK from being destroyed: %s', async (way) => {
    const { session, sdk } = await liveSession();
    const watchers = [vi.fn(), vi.fn()];
    session.subscribe(watchers[0] as () => void);
    session.subscribe(() => {
      throw new Error('watcher');
    });
    session.subscribe(watchers[1] as () => void);
    void session[way]();
    await pass(100);
    expect(sdk.calls.at(-1)).toBe('destroy');
    for (const watcher of watchers) expect(watcher).toHaveBeenCalled();
    expect(bugs.splice(0).map(String)).toContain('Error: watcher');
  });

  it('does not prevent a start from failing', async () => {
    const { session, failure, getCode } = sessionOn([]);
    getCode.mockRejectedValue(new SessionFailure(ownFailure('unexpected_answer')));
    session.subscribe(() => {
      throw new Error('watcher');
    });
    session.start();
    await pass(1_000);
    expect(failure()?.code).toBe('unexpected_answer');
    bugs.splice(0);
  });

  it('is notified only after the call of destroy()', async () => {
    const { session, sdk } = await liveSession();
    const seen: string[][] = [];
    session.subscribe(() => seen.push([session.getSnapshot().status, sdk.calls.at(-1) ?? '']));
    session.leave();
    expect(seen[0]).toEqual(['ended', 'destroy']);
  });
});

it('an end while the user speaks publishes silence before it destroys the SDK', async () => {
  const microphone = { getTracks: () => [{ stop: () => {} }] };
  const devices = Object.assign(new EventTarget(), { getUserMedia: async () => microphone });
  Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: devices });
  const { session, sdk } = await liveSession();
  void session.startSpeaking();
  await pass(3_000);
  sdk.allCalls.splice(0);
  void session.end();
  await pass(3_000);
  expect(sdk.allCalls).toEqual(['silence', 'destroy']);
});
