// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAwakeClock } from './awake-clock';
import { Conversation } from './conversation';
import { ScriptedSdk } from './scripted-sdk';
import { SessionState } from './session-state';

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

const pass = () => vi.advanceTimersByTimeAsync(10);

function line(sdk = new ScriptedSdk([])) {
  const state = new SessionState();
  const life = new AbortController();
  const talk = new Conversation(state, sdk, createAwakeClock(), life.signal);
  state.enter({ status: 'live', liveSince: 0 });
  return { sdk, state, life, talk, listening: () => state.snapshot.listening };
}

async function listeningLine() {
  const l = line();
  await l.talk.speaking.start();
  expect(l.listening()).toBe('on');
  l.sdk.calls.splice(0);
  return l;
}

describe('beginning to speak', () => {
  it('asks for the microphone, wakes a spoken chat, listens, and lets its own microphone go', async () => {
    const { sdk, talk, listening } = line();
    const started = talk.speaking.start();
    expect(listening()).toBe('opening');
    await started;
    expect(listening()).toBe('on');
    expect(sdk.startChat).toHaveBeenCalledWith({ interactionMode: 'AUDIO', preCheckPermissions: true });
    expect(sdk.calls).toEqual(['startChat', 'startUserSpeak']);
    expect(stopTrack).toHaveBeenCalledOnce();
  });

  it('turns a written chat into a spoken one, and the next written question turns it back', async () => {
    const { sdk, talk, listening } = line();
    await talk.ask('Hello?');
    await talk.speaking.start();
    await talk.ask('And now?');
    expect(sdk.calls.slice(2)).toEqual([
      'interactionModeSwitch',
      'startUserSpeak',
      'stopUserSpeak',
      'interactionModeSwitch',
      'sendTextQuestion',
    ]);
    expect(sdk.interactionModeSwitch.mock.calls).toEqual([
      [{ interactionMode: 'AUDIO' }],
      [{ interactionMode: 'TEXT' }],
    ]);
    expect(listening()).toBe('off');
  });

  it('interrupts an answer, while which the SDK would not listen', async () => {
    const { sdk, state, talk } = line();
    state.note({ speaking: true });
    await talk.speaking.start();
    expect(sdk.calls).toEqual(['interruptSpeaking', 'startChat', 'startUserSpeak']);
  });

  it.each([
    ['NotAllowedError', 'microphone_denied'],
    ['NotFoundError', 'microphone_missing'],
    ['NotReadableError', 'microphone_in_use'],
  ])('says why there is no microphone: %s', async (name, code) => {
    getUserMedia.mockRejectedValue(new DOMException('', name));
    const { sdk, state, talk } = line();
    await talk.speaking.start();
    expect(state.snapshot).toMatchObject({ listening: 'off', notice: { code, kind: 'microphone' } });
    expect(sdk.startChat).not.toHaveBeenCalled();
  });

  it('says so when the SDK cannot listen, and writing goes on', async () => {
    const { sdk, state, talk } = line();
    sdk.results.startUserSpeak = [{ result: false, errorCode: 'MSS.47015028' }];
    await talk.speaking.start();
    expect(state.snapshot).toMatchObject({ listening: 'off', notice: { kind: 'hearing' } });
    expect(await talk.ask('Hello?')).toEqual({ accepted: true });
  });

  it('that is let go of while the browser still asks opens nothing', async () => {
    let allow = (_: unknown) => {};
    getUserMedia.mockReturnValue(new Promise((resolve) => (allow = resolve)));
    const { sdk, talk, listening } = line();
    const started = talk.speaking.start();
    await talk.speaking.stop();
    allow(stream);
    await started;
    expect(listening()).toBe('off');
    expect(sdk.startUserSpeak).not.toHaveBeenCalled();
    expect(stopTrack).toHaveBeenCalledOnce();
  });

  it('is not offered by an SDK that cannot listen', async () => {
    const sdk = new ScriptedSdk([]);
    sdk.startUserSpeak = undefined;
    const { state, talk } = line(sdk);
    expect(state.snapshot.canListen).toBe(false);
    await talk.speaking.start();
    expect(getUserMedia).not.toHaveBeenCalled();
  });
});

describe('the open microphone', () => {
  it('is closed when the person stops', async () => {
    const { sdk, talk, listening } = await listeningLine();
    await talk.speaking.stop();
    expect(listening()).toBe('off');
    expect(sdk.calls).toEqual(['stopUserSpeak']);
  });

  it('is asked for again after each answer', async () => {
    const { sdk, state, talk } = await listeningLine();
    state.note({ speaking: false });
    talk.receive({ type: 'speaking', speaking: false });
    await pass();
    expect(sdk.calls).toEqual(['startUserSpeak']);
  });

  it('stays wanted when the SDK is not ready to listen yet', async () => {
    const { sdk, talk, state } = await listeningLine();
    sdk.results.startUserSpeak = [{ result: false, errorCode: '999400001' }];
    talk.receive({ type: 'speaking', speaking: false });
    await pass();
    expect(state.snapshot).toMatchObject({ listening: 'on', notice: null });
  });

  it.each([
    { type: 'asleep', asleep: true },
    { type: 'ready', isReady: false },
  ] as const)('is closed by %j', async (event) => {
    const { talk, listening } = await listeningLine();
    talk.receive(event);
    expect(listening()).toBe('off');
  });

  it('that is unplugged is said, and can be opened again', async () => {
    const { state, talk, listening } = await listeningLine();
    enumerateDevices.mockResolvedValueOnce([{ kind: 'audioinput' }]);
    devices.dispatchEvent(new Event('devicechange'));
    await pass();
    expect(listening()).toBe('on');
    devices.dispatchEvent(new Event('devicechange'));
    await pass();
    expect(state.snapshot).toMatchObject({ listening: 'off', notice: { code: 'microphone_missing' } });
    await talk.speaking.start();
    expect(state.snapshot).toMatchObject({ listening: 'on', notice: null });
  });
});
