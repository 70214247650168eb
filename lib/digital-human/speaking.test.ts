// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { during, liveConversation, pass } from './testing/conversation-fixture.ts';
import { FakeSdk } from './testing/fake-sdk.ts';

const stopTrack = vi.fn();
const stream = { getTracks: () => [{ stop: stopTrack }] };
const getUserMedia = vi.fn();
const enumerateDevices = vi.fn();
let devices: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  getUserMedia.mockReset().mockResolvedValue(stream);
  enumerateDevices.mockReset().mockResolvedValue([]);
  stopTrack.mockReset();
  devices = Object.assign(new EventTarget(), { getUserMedia, enumerateDevices });
  Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: devices });
});
afterEach(() => void vi.useRealTimers());

async function listeningConversation() {
  const live = await liveConversation();
  await during(live.talk.speaking.start());
  expect(live.listening()).toBe('on');
  live.sdk.calls.splice(0);
  live.sdk.allCalls.splice(0);
  return live;
}

type Live = Awaited<ReturnType<typeof listeningConversation>>;

describe('starting to speak', () => {
  it('opens the microphone, wakes the chat in AUDIO mode with silence, then publishes the microphone and unmutes it', async () => {
    const { sdk, talk, listening } = await liveConversation();
    sdk.allCalls.splice(0);
    const started = talk.speaking.start();
    expect(listening()).toBe('opening');
    await during(started);
    expect(listening()).toBe('on');
    expect(getUserMedia).toHaveBeenCalledOnce();
    expect(sdk.allCalls.slice(0, 3)).toEqual(['startChat', 'microphone', 'startUserSpeak']);
    expect(sdk.microphonesOpened).toBe(1);
    expect(sdk.hears).toBe(true);
  });

  it('unmutes again after 1 s, because the SDK drops an unmute before the microphone is published', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.speaking.start(), 1_000);
    expect(sdk.hears).toBe(false);
    await pass(1_000);
    expect(sdk.startUserSpeak).toHaveBeenCalledTimes(2);
    expect(sdk.hears).toBe(true);
  });

  it.each([
    ['a silent track', true],
    ['none', false],
  ])('works with an SDK that takes longer to publish the microphone, with %s', async (_, silentTrack) => {
    const sdk = new FakeSdk([]);
    sdk.publishTakesMs = 1_900;
    const { talk } = await liveConversation({ sdk, silentTrack });
    await during(talk.speaking.start());
    expect(sdk.hears).toBe(true);
  });

  it('tries again with an SDK that refuses to listen until the microphone is published', async () => {
    const { sdk, store, talk, listening } = await liveConversation();
    sdk.results.startUserSpeak = Array.from({ length: 7 }, () => ({ result: false, errorCode: '999100007' }));
    await during(talk.speaking.start());
    expect(store.snapshot.notice).toBeNull();
    expect(listening()).toBe('on');
    expect(sdk.hears).toBe(true);
  });

  it('says so when no microphone is ever published', async () => {
    const { sdk, store, talk, listening } = await liveConversation();
    sdk.results.startUserSpeak = Array.from({ length: 20 }, () => ({ result: false, errorCode: '999100007' }));
    await during(talk.speaking.start());
    expect(store.snapshot.notice).toMatchObject({ code: '999100007', kind: 'microphone' });
    expect(listening()).toBe('off');
    expect(sdk.startUserSpeak).toHaveBeenCalledTimes(10);
  });

  it('can be stopped with an SDK that takes longer to publish the microphone', async () => {
    const sdk = new FakeSdk([]);
    sdk.publishTakesMs = 1_150;
    const { talk } = await liveConversation({ sdk });
    await during(talk.speaking.start(), 350);
    await during(talk.speaking.stop());
    expect(sdk.microphonesOpened).toBe(1);
    expect(sdk.published).toBe('silence');
  });

  it.each([
    ['before the user speaks', 5_000],
    ['while the user speaks', 0],
  ])('works with an SDK that publishes silence late: %s', async (_, waitMs) => {
    const sdk = new FakeSdk([]);
    sdk.switchTakesMs = 8_000;
    const { talk, listening } = await liveConversation({ sdk });
    await pass(waitMs);
    sdk.switchTakesMs = 300;
    await during(talk.speaking.start(), 12_000);
    expect(listening()).toBe('on');
    expect(sdk.published).toBe('microphone');
    expect(sdk.hears).toBe(true);
  });

  it('does not unmute again after something was heard', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.speaking.start(), 1_000);
    sdk.emit('speechRecognized', { text: 'Hello', chatId: 'c' });
    await pass(5_000);
    expect(sdk.startUserSpeak).toHaveBeenCalledOnce();
  });

  it('changes the chat to AUDIO mode, and the next written question changes it back', async () => {
    const { sdk, talk, listening } = await liveConversation();
    await during(talk.ask('Hello?'));
    sdk.emit('speakingStop', {});
    sdk.allCalls.splice(0);
    await during(talk.speaking.start(), 1_500);
    await during(talk.ask('And now?'));
    expect(sdk.allCalls).toEqual([
      ...['interactionModeSwitch', 'microphone', 'startUserSpeak', 'startUserSpeak'],
      ...['stopUserSpeak', 'silence', 'interactionModeSwitch', 'sendTextQuestion'],
    ]);
    expect(sdk.interactionModeSwitch.mock.calls).toEqual([
      [{ interactionMode: 'AUDIO' }],
      [{ interactionMode: 'TEXT' }],
    ]);
    expect(listening()).toBe('off');
    expect(sdk.published).toBe('silence');
  });

  it('interrupts an answer, and waits until the SDK reports its end', async () => {
    const { sdk, talk, listening } = await liveConversation();
    await during(talk.ask('Hello?'));
    sdk.emit('speakingStart', {});
    sdk.calls.splice(0);
    void talk.speaking.start();
    await pass(1_000);
    expect(sdk.calls).toEqual(['interruptSpeaking']);
    sdk.emit('speakingStop', {});
    await pass(1_000);
    expect(sdk.calls.slice(0, 3)).toEqual(['interruptSpeaking', 'interactionModeSwitch', 'startUserSpeak']);
    expect(listening()).toBe('on');
  });

  it('tries again when the answer ends a moment later than the SDK reported', async () => {
    const { sdk, talk, listening } = await liveConversation();
    sdk.isAnswering = true;
    void talk.speaking.start();
    await pass(1_000);
    sdk.isAnswering = false;
    await pass(1_000);
    expect(listening()).toBe('on');
  });

  it('shows a notice when the answer does not end', async () => {
    const { sdk, store, talk, listening } = await liveConversation();
    sdk.isAnswering = true;
    await during(talk.speaking.start());
    expect(sdk.startUserSpeak).toHaveBeenCalledTimes(4);
    expect(store.snapshot.notice).toMatchObject({ code: 'still_answering', kind: 'question' });
    expect(listening()).toBe('off');
    expect(sdk.published).toBe('silence');
  });

  it.each([
    ['NotAllowedError', 'microphone_denied'],
    ['NotFoundError', 'microphone_missing'],
    ['NotReadableError', 'microphone_in_use'],
  ])('shows why there is no microphone: %s', async (name, code) => {
    getUserMedia.mockRejectedValue(new DOMException('', name));
    const { sdk, store, talk } = await liveConversation();
    await during(talk.speaking.start());
    expect(store.snapshot).toMatchObject({ listening: 'off', notice: { code, kind: 'microphone' } });
    expect(sdk.calls).toEqual([]);
  });

  it('shows a notice when the SDK cannot listen, and questions can still be written', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.results.startUserSpeak = [{ result: false, errorCode: 'MSS.47015028' }];
    await during(talk.speaking.start());
    expect(store.snapshot).toMatchObject({ listening: 'off', notice: { kind: 'hearing' } });
    expect(sdk.published).toBe('silence');
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: true });
  });

  it('opens nothing when it is stopped while the browser still asks', async () => {
    let allow = (_: unknown) => {};
    getUserMedia.mockReturnValue(new Promise((resolve) => (allow = resolve)));
    const { sdk, talk, listening } = await liveConversation();
    void talk.speaking.start();
    void talk.speaking.stop();
    allow(stream);
    await pass(5_000);
    expect(listening()).toBe('off');
    expect(sdk.calls).toEqual([]);
    expect(stopTrack).toHaveBeenCalledOnce();
  });

  it('is not offered with an SDK that cannot listen', async () => {
    const sdk = new FakeSdk([]);
    sdk.startUserSpeak = undefined;
    const { store, talk } = await liveConversation({ sdk });
    expect(store.snapshot.canListen).toBe(false);
    await talk.speaking.start();
    expect(getUserMedia).not.toHaveBeenCalled();
  });

  it('works with an SDK without a silent track', async () => {
    const { sdk, talk, listening } = await liveConversation({ silentTrack: false });
    await during(talk.speaking.start());
    expect(listening()).toBe('on');
    expect(sdk.allCalls).not.toContain('microphone');
    expect(sdk.hears).toBe(true);
  });
});

describe('the open microphone', () => {
  it('is closed when the user stops: muted, replaced by silence, and our own stream last', async () => {
    const { sdk, talk, listening } = await listeningConversation();
    void talk.speaking.stop();
    expect(listening()).toBe('off');
    await pass(100);
    expect(stopTrack).not.toHaveBeenCalled();
    await pass(1_000);
    expect(sdk.allCalls).toEqual(['stopUserSpeak', 'silence']);
    expect(sdk.published).toBe('silence');
    expect(stopTrack).toHaveBeenCalledOnce();
  });

  it('is closed even when the SDK refuses to mute it', async () => {
    const { sdk, talk } = await listeningConversation();
    sdk.results.stopUserSpeak = [{ result: false, errorCode: 'MSS.47010148' }];
    await during(talk.speaking.stop());
    expect(sdk.published).toBe('silence');
    expect(stopTrack).toHaveBeenCalledOnce();
  });

  it.each([
    ['pressed, released, pressed', 3, 'on', 'microphone'],
    ['pressed, released, pressed, released', 4, 'off', 'silence'],
  ])('follows the last wish: %s', async (_, presses, expected, published) => {
    const { sdk, talk, listening } = await liveConversation();
    for (let i = 0; i < presses; i++) {
      void (i % 2 === 0 ? talk.speaking.start() : talk.speaking.stop());
      await pass(50);
    }
    await pass(10_000);
    expect(listening()).toBe(expected);
    expect(sdk.published).toBe(published);
    expect(sdk.microphonesOpened).toBeLessThan(2);
    expect(stopTrack).toHaveBeenCalledTimes(expected === 'on' ? 0 : 1);
  });

  it('is requested from the browser only once when it is stopped and started at once', async () => {
    const { sdk, talk, listening } = await listeningConversation();
    void talk.speaking.stop();
    void talk.speaking.start();
    await pass(10_000);
    expect(listening()).toBe('on');
    expect(sdk.hears).toBe(true);
    expect(getUserMedia).toHaveBeenCalledOnce();
  });

  it('is published again after each answer', async () => {
    const { sdk } = await listeningConversation();
    sdk.emit('speakingStart', {});
    sdk.emit('speakingStop', {});
    await pass();
    expect(sdk.calls).toEqual(['startUserSpeak']);
  });

  it('is published as soon as the SDK is ready to listen', async () => {
    const { sdk, store } = await listeningConversation();
    sdk.results.startUserSpeak = [{ result: false, errorCode: '999400001' }];
    sdk.emit('speakingStop', {});
    await pass();
    expect(store.snapshot).toMatchObject({ listening: 'on', notice: null });
  });

  it('is closed when the chat falls asleep, so that the chat does not wake with it', async () => {
    const { sdk, listening, talk } = await listeningConversation();
    sdk.emit('enterSleep', undefined);
    expect(listening()).toBe('off');
    await during(talk.ask('Are you there?'));
    expect(sdk.allCalls).toEqual(['silence', 'startChat', 'sendTextQuestion']);
    expect(sdk.microphonesOpened).toBe(1);
  });

  it('is closed when the connection is lost, and silence is published after the rejoin', async () => {
    const { sdk, listening } = await listeningConversation();
    sdk.emit('jobInfoChange', { isReady: false });
    expect(listening()).toBe('off');
    expect(stopTrack).toHaveBeenCalledOnce();
    await pass(5_000);
    expect(sdk.allCalls).toEqual([]);
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    await pass(5_000);
    expect(sdk.allCalls).toEqual(['silence', 'unmute']);
  });

  it('is replaced by silence before the session is destroyed, because the SDK keeps the setting', async () => {
    const { sdk, talk, sessionController } = await listeningConversation();
    const closed = talk.close();
    sessionController.abort();
    await during(closed);
    expect(sdk.allCalls).toEqual(['silence']);
  });

  it('is closed on our side when the session is over', async () => {
    const { sessionController } = await listeningConversation();
    sessionController.abort();
    expect(stopTrack).toHaveBeenCalledOnce();
  });

  it.each<[string, 'startUserSpeak' | 'stopUserSpeak', (live: Live) => unknown]>([
    ['start', 'startUserSpeak', ({ sdk }) => sdk.emit('speakingStop', {})],
    ['stop', 'stopUserSpeak', ({ talk }) => talk.speaking.stop()],
  ])('of a session that ends before the SDK has answered a %s is not reported as a bug', async (_, method, act) => {
    const live = await listeningConversation();
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    live.sdk[method] = vi.fn(() => new Promise<never>(() => {}));
    void act(live);
    await pass();
    expect(live.sdk[method]).toHaveBeenCalledOnce();
    live.sessionController.abort();
    await pass(5_000);
    vi.unstubAllGlobals();
    expect(reported).not.toHaveBeenCalled();
  });

  it('is closed with a notice when the user revokes the permission in the browser', async () => {
    const permission = Object.assign(new EventTarget(), { state: 'granted' });
    Object.defineProperty(navigator, 'permissions', { configurable: true, value: { query: async () => permission } });
    const { store } = await listeningConversation();
    permission.state = 'denied';
    permission.dispatchEvent(new Event('change'));
    await pass(5_000);
    expect(store.snapshot).toMatchObject({ listening: 'off', notice: { code: 'microphone_denied' } });
    Reflect.deleteProperty(navigator, 'permissions');
  });

  it('is closed with a notice when it is unplugged, and can be opened again', async () => {
    const { store, talk, listening } = await listeningConversation();
    enumerateDevices.mockResolvedValueOnce([{ kind: 'audioinput' }]);
    devices.dispatchEvent(new Event('devicechange'));
    await pass();
    expect(listening()).toBe('on');
    devices.dispatchEvent(new Event('devicechange'));
    await pass(5_000);
    expect(store.snapshot).toMatchObject({ listening: 'off', notice: { code: 'microphone_missing' } });
    await during(talk.speaking.start());
    expect(store.snapshot).toMatchObject({ listening: 'on', notice: null });
  });
});
