// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAwakeClock } from './awake-clock';
import { Conversation } from './conversation';
import { ScriptedSdk } from './scripted-sdk';
import { SessionState } from './session-state';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function conversation() {
  const sdk = new ScriptedSdk([]);
  const state = new SessionState();
  const life = new AbortController();
  const talk = new Conversation(state, sdk, createAwakeClock(), life.signal);
  return { sdk, state, life, talk };
}

describe('a question', () => {
  it('wakes the chat in text mode without a microphone check, and is sent', async () => {
    const { sdk, talk } = conversation();
    expect(await talk.ask('Hello?')).toEqual({ accepted: true });
    expect(sdk.startChat).toHaveBeenCalledWith({ interactionMode: 'TEXT', preCheckPermissions: false });
    expect(sdk.sendTextQuestion).toHaveBeenCalledWith({ text: 'Hello?' });
  });

  it('wakes the chat once, and again after it fell asleep', async () => {
    const { sdk, talk } = conversation();
    await talk.ask('1');
    await talk.ask('2');
    talk.receive({ type: 'asleep', asleep: true });
    await talk.ask('3');
    expect(sdk.calls.join(' ')).toBe('startChat sendTextQuestion sendTextQuestion startChat sendTextQuestion');
  });

  it('switches to text mode and is sent once more on MSS.47010144', async () => {
    const { sdk, talk } = conversation();
    sdk.results.sendTextQuestion = [{ result: false, errorCode: 'MSS.47010144' }];
    expect(await talk.ask('Hello?')).toEqual({ accepted: true });
    expect(sdk.calls.slice(1)).toEqual(['sendTextQuestion', 'interactionModeSwitch', 'sendTextQuestion']);
  });

  it('that is refused again stays in the transcript as failed, with a notice', async () => {
    const { sdk, state, talk } = conversation();
    const refusal = { result: false, errorCode: 'MSS.47010144' };
    sdk.results.sendTextQuestion = [refusal, { ...refusal }];
    expect(await talk.ask('Hello?')).toEqual({ accepted: false });
    expect(state.snapshot.transcript).toMatchObject([{ text: 'Hello?', state: 'failed' }]);
    expect(state.snapshot.notice?.code).toBe('MSS.47010144');
    await talk.ask('Again');
    expect(state.snapshot.notice).toBeNull();
  });

  it('waits for the one before: the SDK refuses parallel calls', async () => {
    const { sdk, talk } = conversation();
    await Promise.all([talk.ask('1'), talk.ask('2')]);
    expect(sdk.sendTextQuestion.mock.calls.map(([p]) => p)).toEqual([{ text: '1' }, { text: '2' }]);
    expect(sdk.startChat).toHaveBeenCalledTimes(1);
  });

  it('that is never answered for is refused after a limit', async () => {
    const { sdk, state, talk } = conversation();
    sdk.sendTextQuestion.mockImplementationOnce(() => new Promise(() => {}));
    const asked = talk.ask('Hello?');
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await asked).toEqual({ accepted: false });
    expect(state.snapshot.notice?.code).toBe('call_timeout');
  });

  it('is refused without a notice when the line is over', async () => {
    const { sdk, state, life, talk } = conversation();
    sdk.sendTextQuestion.mockImplementationOnce(() => new Promise(() => {}));
    const asked = talk.ask('Hello?');
    await vi.advanceTimersByTimeAsync(10);
    life.abort();
    expect(await asked).toEqual({ accepted: false });
    expect(state.snapshot.notice).toBeNull();
  });
});

describe('interrupting', () => {
  it('stops the answer and completes what was said', async () => {
    const { state, talk } = conversation();
    state.said({ type: 'answered', at: 0, text: 'Well, ', chatId: 'c' });
    state.note({ speaking: true });
    await talk.interrupt();
    expect(state.snapshot).toMatchObject({ speaking: false, transcript: [{ text: 'Well, ', state: 'complete' }] });
  });

  it('says nothing when there was nothing to interrupt', async () => {
    const { sdk, state, talk } = conversation();
    sdk.results.interruptSpeaking = [{ result: false, errorCode: '999400001' }];
    await talk.interrupt();
    expect(state.snapshot.notice).toBeNull();
  });
});

it('mutes and unmutes the digital human', () => {
  const { sdk, talk } = conversation();
  talk.setMuted(true);
  talk.setMuted(false);
  expect(sdk.calls).toEqual(['muteRemoteAudio', 'unmuteRemoteAudio']);
});

describe('the language', () => {
  it('is changed when the digital human has another', async () => {
    const { sdk, talk } = conversation();
    await talk.setLanguage('zh_CN');
    await talk.setLanguage('en_US');
    expect(sdk.changeLanguage).toHaveBeenCalledExactlyOnceWith({ langCode: 'zh_CN' });
  });

  it('stays as it is where the SDK knows no other', async () => {
    const { sdk, state, talk } = conversation();
    sdk.changeLanguage = undefined;
    await talk.setLanguage('zh_CN');
    expect(state.snapshot.notice).toBeNull();
  });
});

it('shows the SDK’s own device picker', () => {
  const { sdk, talk } = conversation();
  talk.setDevicePicker(true);
  expect(sdk.setConfig).toHaveBeenCalledWith({ enableDeviceSetting: true });
});
