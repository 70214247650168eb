// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { during, liveConversation, pass } from './testing/conversation-fixture.ts';
import { FakeSdk } from './testing/fake-sdk.ts';

type Talk = Awaited<ReturnType<typeof liveConversation>>['talk'];

const getUserMedia = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  getUserMedia.mockReset().mockResolvedValue({ getTracks: () => [{ stop: () => {} }] });
  const devices = Object.assign(new EventTarget(), { getUserMedia });
  Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: devices });
});
afterEach(() => void vi.useRealTimers());

describe('a question', () => {
  it('wakes the chat in text mode, opens no microphone, and is sent', async () => {
    const { sdk, talk } = await liveConversation();
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: true });
    expect(sdk.startChat).toHaveBeenCalledWith({ interactionMode: 'TEXT', preCheckPermissions: false });
    expect(sdk.sendTextQuestion).toHaveBeenCalledWith({ text: 'Hello?' });
    expect(sdk.microphonesOpened).toBe(0);
    expect(getUserMedia).not.toHaveBeenCalled();
  });

  it('waits after each ready event until silence is published', async () => {
    const { sdk, talk } = await liveConversation();
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.allCalls.splice(0);
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: true });
    expect(sdk.allCalls).toEqual(['silence', 'unmute', 'startChat', 'sendTextQuestion']);
    expect(sdk.microphonesOpened).toBe(0);
  });

  it('wakes the chat once, and again after it fell asleep', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.ask('1'));
    sdk.emit('speakingStop', {});
    await during(talk.ask('2'));
    talk.receive({ type: 'asleep', asleep: true });
    await during(talk.ask('3'));
    expect(sdk.calls.join(' ')).toBe('startChat sendTextQuestion sendTextQuestion startChat sendTextQuestion');
  });

  it('switches to text mode and is sent once more on MSS.47010144', async () => {
    const { sdk, talk } = await liveConversation();
    sdk.results.sendTextQuestion = [{ result: false, errorCode: 'MSS.47010144' }];
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: true });
    expect(sdk.calls.slice(1)).toEqual(['sendTextQuestion', 'interactionModeSwitch', 'sendTextQuestion']);
  });

  it.each([
    ['MSS.47010144', 'sent'],
    ['MSS.47010148', 'sent'],
    [undefined, 'sent'],
    ['MSS.47010144', 'switched to text mode'],
  ])('is sent once more, after waking, when the chat falls asleep (%s) while it is %s', async (code, moment) => {
    const { sdk, talk } = await liveConversation();
    await during(talk.ask('1'));
    const fallAsleep = async () => {
      sdk.emit('enterSleep', undefined);
      return { result: true };
    };
    if (moment === 'sent') {
      sdk.sendTextQuestion.mockImplementationOnce(async () => {
        await fallAsleep();
        return { result: false, errorCode: code };
      });
    } else {
      await during(talk.speaking.start());
      sdk.interactionModeSwitch.mockImplementationOnce(fallAsleep);
      sdk.results.sendTextQuestion = [{ result: false, errorCode: code }];
    }
    sdk.calls.splice(0);
    expect(await during(talk.ask('2'))).toEqual({ accepted: true });
    expect(sdk.calls.slice(-2)).toEqual(['startChat', 'sendTextQuestion']);
  });

  it('stays in the transcript as failed, with a notice, when it is refused again', async () => {
    const { sdk, store, talk } = await liveConversation();
    const refusal = { result: false, errorCode: 'MSS.47010144' };
    sdk.results.sendTextQuestion = [refusal, { ...refusal }];
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: false });
    expect(store.snapshot.transcript).toMatchObject([{ text: 'Hello?', state: 'failed' }]);
    expect(store.snapshot.notice?.code).toBe('MSS.47010144');
    await during(talk.ask('Again'));
    expect(store.snapshot.notice).toBeNull();
  });

  it('waits for the question before, because the SDK would send both', async () => {
    const { sdk, talk } = await liveConversation();
    await during(Promise.all([talk.ask('1'), talk.ask('2')]));
    expect(sdk.sendTextQuestion.mock.calls.map(([p]) => p)).toEqual([{ text: '1' }, { text: '2' }]);
    expect(sdk.startChat).toHaveBeenCalledTimes(1);
  });

  it('fails after a time limit when the SDK does not say whether it was accepted', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.sendTextQuestion.mockImplementationOnce(() => new Promise(() => {}));
    expect(await during(talk.ask('Hello?'), 25_000)).toEqual({ accepted: false });
    expect(store.snapshot.notice?.code).toBe('call_timeout');
  });

  it('is refused without a notice when the session is over', async () => {
    const { sdk, store, sessionController, talk } = await liveConversation();
    sdk.sendTextQuestion.mockImplementationOnce(() => new Promise(() => {}));
    const asked = talk.ask('Hello?');
    await pass();
    sessionController.abort();
    expect(await asked).toEqual({ accepted: false });
    expect(store.snapshot.notice).toBeNull();
  });
});

describe('when the SDK publishes no silence', () => {
  const without = {
    'the setting is off': { silentTrack: false },
    'the SDK lacks the method': { sdk: () => Object.assign(new FakeSdk([]), { setThirdPartyConfig: undefined }) },
    'the SDK refuses': {
      sdk: () =>
        Object.assign(new FakeSdk([]), { results: { setThirdPartyConfig: [{ result: false, errorCode: '1' }] } }),
    },
    'the SDK does not answer within 3 s': {
      sdk: () => Object.assign(new FakeSdk([]), { setThirdPartyConfig: () => new Promise(() => {}) }),
    },
    'the SDK throws': {
      sdk: () =>
        Object.assign(new FakeSdk([]), {
          setThirdPartyConfig: () => {
            throw new TypeError();
          },
        }),
    },
  } as Record<string, { silentTrack?: boolean; sdk?: () => FakeSdk }>;
  const cases = Object.entries(without);

  it.each(cases)('because %s, the page and then the browser ask before the chat wakes', async (_, made) => {
    const order: string[] = [];
    getUserMedia.mockImplementation(async () => {
      order.push('browser');
      return { getTracks: () => [] };
    });
    const confirmMicrophone = async () => order.push('words') > 0;
    const { sdk, talk } = await liveConversation({ ...made, sdk: made.sdk?.(), confirmMicrophone });
    sdk.startChat.mockImplementationOnce(async () => {
      order.push('startChat');
      return { result: true };
    });
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: true });
    expect(order).toEqual(['words', 'browser', 'startChat']);
    talk.receive({ type: 'asleep', asleep: true });
    await during(talk.ask('And now?'));
    expect(order.filter((asked) => asked === 'words')).toHaveLength(1);
  });

  it.each(cases)('because %s, a user who declines keeps the question, and the chat stays asleep', async (_, made) => {
    const confirmMicrophone = async () => false;
    const { sdk, store, talk } = await liveConversation({ ...made, sdk: made.sdk?.(), confirmMicrophone });
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: false });
    expect(store.snapshot.notice).toMatchObject({ code: 'microphone_declined', kind: 'microphone' });
    expect(getUserMedia).not.toHaveBeenCalled();
    expect(sdk.startChat).not.toHaveBeenCalled();
  });

  it('a browser that refuses keeps the chat asleep, and the next question makes it ask again', async () => {
    getUserMedia.mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
    const { sdk, store, talk } = await liveConversation({ silentTrack: false });
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: false });
    expect(store.snapshot.notice?.code).toBe('microphone_needed');
    expect(sdk.startChat).not.toHaveBeenCalled();
    expect(await during(talk.ask('Hello?'))).toEqual({ accepted: true });
  });

  it('the cloud does not hear the microphone that a written question opened, also after the chat was woken again', async () => {
    const { sdk, talk } = await liveConversation({ silentTrack: false });
    for (const question of ['1', '2']) {
      expect(await during(talk.ask(question))).toEqual({ accepted: true });
      expect(sdk).toMatchObject({ published: 'microphone', hears: false });
      expect(sdk.calls.slice(-3)).toEqual(['startChat', 'stopUserSpeak', 'sendTextQuestion']);
      sdk.emit('enterSleep', undefined);
    }
  });

  it('the microphone of a written question is closed when the session is over', async () => {
    const stop = vi.fn();
    getUserMedia.mockResolvedValue({ getTracks: () => [{ stop }] });
    const { sessionController, talk } = await liveConversation({ silentTrack: false });
    await during(talk.ask('Hello?'));
    expect(stop).not.toHaveBeenCalled();
    sessionController.abort();
    expect(stop).toHaveBeenCalledOnce();
  });
});

describe('a question while the digital human still thinks about the one before', () => {
  it('interrupts that one, and waits until the SDK says that it is over', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.ask('1'));
    sdk.calls.splice(0);
    const asked = talk.ask('2');
    await pass(2_000);
    expect(sdk.calls).toEqual(['interruptSpeaking']);
    sdk.emit('speakingStop', {});
    expect(await during(asked)).toEqual({ accepted: true });
    expect(sdk.calls).toEqual(['interruptSpeaking', 'sendTextQuestion']);
  });

  it('is sent when the interruption fails, and no notice is left', async () => {
    const { sdk, store, talk } = await liveConversation();
    await during(talk.ask('1'));
    sdk.results.interruptSpeaking = [{ result: false, errorCode: 'MSS.47010148' }];
    expect(await during(talk.ask('2'))).toEqual({ accepted: true });
    expect(store.snapshot.notice).toBeNull();
  });

  it('waits, too, when that one was spoken', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.speaking.start());
    sdk.emit('speechRecognized', { text: 'Hello', chatId: 'c', isLast: true });
    const asked = talk.ask('2');
    await pass(2_000);
    expect(sdk.sendTextQuestion).not.toHaveBeenCalled();
    sdk.emit('speakingStop', {});
    expect(await during(asked)).toEqual({ accepted: true });
  });

  it('is sent at once when the chat has fallen asleep', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.ask('1'));
    sdk.calls.splice(0);
    sdk.emit('enterSleep', undefined);
    await during(talk.ask('2'), 10);
    expect(sdk.calls).toEqual(['startChat', 'sendTextQuestion']);
  });

  it('waits for 3 s at most, and the question after it does not wait again', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.speaking.start());
    sdk.emit('speechRecognized', { text: 'Hm', chatId: 'c', isLast: true }); // and the cloud does not answer that
    expect(await during(talk.ask('2'))).toEqual({ accepted: true });
    sdk.emit('speakingStop', {});
    sdk.sendTextQuestion.mockClear();
    await during(talk.ask('3'), 10);
    expect(sdk.sendTextQuestion).toHaveBeenCalledOnce();
  });

  it('is refused by the SDK all the same: an interruption and the same question again are accepted', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.results.sendTextQuestion = [{ result: false, errorCode: 'MSS.47010147' }];
    expect(await during(talk.ask('2'))).toEqual({ accepted: false });
    expect(store.snapshot.notice?.code).toBe('MSS.47010147');
    sdk.calls.splice(0);
    void talk.interrupt();
    const asked = talk.ask('2');
    await pass(2_000);
    expect(sdk.calls).not.toContain('sendTextQuestion');
    sdk.emit('speakingStop', {});
    expect(await during(asked)).toEqual({ accepted: true });
  });
});

describe('interrupting', () => {
  it.each([
    ['an interruption', 'TEXT', async (talk: Talk) => talk.interrupt()],
    ['a switch to writing', 'AUDIO', async () => {}],
  ] as const)('a question after %s waits until the SDK says that the answer is over', async (_, mode, stop) => {
    const { sdk, talk } = await liveConversation();
    if (mode === 'TEXT') await during(talk.ask('1'));
    else await during(talk.speaking.start());
    sdk.emit('speakingStart', {});
    await during(stop(talk));
    sdk.sendTextQuestion.mockClear();
    const asked = talk.ask('2');
    await pass(2_000);
    expect(sdk.sendTextQuestion).not.toHaveBeenCalled();
    sdk.emit('speakingStop', {});
    expect(await during(asked)).toEqual({ accepted: true });
    expect(sdk.sendTextQuestion).toHaveBeenCalledOnce();
  });

  it('is not needed when the chat falls asleep, which ends the answer without speakingStop', async () => {
    const { store } = await liveConversation();
    store.update({ speaking: true });
    store.apply({ type: 'asleep', asleep: true });
    expect(store.snapshot.speaking).toBe(false);
  });

  it('stops the answer and completes what was said', async () => {
    const { store, talk } = await liveConversation();
    store.addToTranscript({ type: 'answered', at: 0, text: 'Well, ', chatId: 'c' });
    store.update({ speaking: true });
    await talk.interrupt();
    expect(store.snapshot).toMatchObject({ speaking: false, transcript: [{ text: 'Well, ', state: 'complete' }] });
  });

  it('does nothing while the SDK reconnects', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.emit('jobInfoChange', { isReady: false });
    await talk.interrupt();
    expect(sdk.interruptSpeaking).not.toHaveBeenCalled();
    expect(store.snapshot.notice).toBeNull();
  });

  it('says that it failed, and nothing about a question', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.results.interruptSpeaking = [{ result: false, errorCode: 'MSS.47010148' }];
    await talk.interrupt();
    expect(store.snapshot.notice).toMatchObject({ code: 'not_carried_out' });
    sdk.interruptSpeaking.mockReturnValueOnce(new Promise(() => {}));
    await during(talk.interrupt(), 25_000);
    expect(store.snapshot.notice).toMatchObject({ code: 'not_carried_out' });
  });

  it('says nothing when there was nothing to interrupt', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.results.interruptSpeaking = [{ result: false, errorCode: '999400001' }];
    await talk.interrupt();
    expect(store.snapshot.notice).toBeNull();
  });
});

describe('the sound', () => {
  it('is muted and un-muted', async () => {
    const { sdk, talk } = await liveConversation();
    talk.setMuted(true);
    expect(sdk.isMuted).toBe(true);
    talk.setMuted(false);
    expect(sdk.isMuted).toBe(false);
  });

  it('does not stay muted after an earlier session, although the SDK keeps the setting', async () => {
    const sdk = new FakeSdk([]);
    sdk.isMuted = true;
    await liveConversation({ sdk });
    expect(sdk.isMuted).toBe(false);
  });

  it('is muted again after a rejoin', async () => {
    const { sdk, store } = await liveConversation();
    store.update({ muted: true });
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    expect(sdk.isMuted).toBe(true);
  });

  it('reports an SDK that fails to mute, and continues', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { sdk, talk } = await liveConversation();
    const bug = new TypeError('no stream');
    sdk.muteRemoteAudio.mockRejectedValueOnce(bug);
    talk.setMuted(true);
    await pass();
    expect(reported).toHaveBeenCalledExactlyOnceWith(bug);
    vi.unstubAllGlobals();
  });
});

describe('the language', () => {
  it('changes when the digital human speaks another', async () => {
    const { sdk, talk } = await liveConversation();
    await during(talk.setLanguage('zh_CN'));
    await during(talk.setLanguage('en_US'));
    expect(sdk.changeLanguage).toHaveBeenCalledExactlyOnceWith({ langCode: 'zh_CN' });
  });

  it('has the name under which the SDK lists it', async () => {
    const { sdk, talk } = await liveConversation();
    sdk.languages = { result: true, languageList: [{ language: 'EN' }, { language: 'CN' }], currentLanguage: 'EN' };
    await during(talk.setLanguage('en_US'));
    await during(talk.setLanguage('zh_CN'));
    expect(sdk.changeLanguage).toHaveBeenCalledExactlyOnceWith({ langCode: 'CN' });
  });

  it.each([
    { result: true, languageList: [{ language: 'en_US' }], currentLanguage: 'en_US' },
    { result: true, languageList: [], currentLanguage: 'ar_SA' },
    { result: true, languageList: [null, { language: 'en_US' }], currentLanguage: null },
    { result: true },
    { result: false, errorCode: '999300003' },
  ])('does not change when the digital human has no other: %j', async (languages) => {
    const { sdk, store, talk } = await liveConversation();
    sdk.languages = languages;
    await during(talk.setLanguage('zh_CN'));
    expect(sdk.changeLanguage).not.toHaveBeenCalled();
    expect(store.snapshot.notice).toBeNull();
  });

  it('changes after the rejoin when it was chosen while the SDK reconnects', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.emit('jobInfoChange', { isReady: false });
    await during(talk.setLanguage('zh_CN'));
    expect(sdk.changeLanguage).not.toHaveBeenCalled();
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    await pass(5_000);
    expect(sdk.changeLanguage).toHaveBeenCalledExactlyOnceWith({ langCode: 'zh_CN' });
    expect(store.snapshot.notice).toBeNull();
  });

  it('says that a change failed, and nothing about a question', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.results.changeLanguage = [{ result: false, errorCode: '999400002' }];
    await during(talk.setLanguage('zh_CN'));
    expect(store.snapshot.notice).toMatchObject({ code: 'not_carried_out' });
  });

  it('does not change when the SDK cannot change it', async () => {
    const { sdk, store, talk } = await liveConversation();
    sdk.changeLanguage = undefined;
    await during(talk.setLanguage('zh_CN'));
    expect(store.snapshot.notice).toBeNull();
  });
});

it('a conversation shows the SDK’s device picker without turning on the vendor’s telemetry', async () => {
  const { sdk, talk } = await liveConversation();
  talk.setDevicePicker(true);
  talk.setDevicePicker(false);
  expect(sdk.setConfig.mock.calls).toEqual([
    [{ enableBusinessTrack: false, enableDeviceSetting: true }],
    [{ enableBusinessTrack: false, enableDeviceSetting: false }],
  ]);
});

it('resuming playback first closes the SDK’s dialog with Enter', async () => {
  const order: string[] = [];
  const { sdk, talk } = await liveConversation();
  const listener = ({ key }: KeyboardEvent) => order.push(key);
  document.addEventListener('keydown', listener);
  sdk.playRemoteVideo.mockImplementationOnce(async () => {
    order.push('playRemoteVideo');
    return { result: true };
  });
  await talk.resumePlayback();
  document.removeEventListener('keydown', listener);
  expect(order).toEqual(['Enter', 'playRemoteVideo']);
});

describe('the SDK’s own dialog for blocked playback', () => {
  const openDialog = () => {
    document.body.style.overflow = 'hidden';
    document.body.append(document.createElement('aside'));
  };
  const video = { paused: true, addEventListener: () => {} };
  const findVideo = () => video as unknown as HTMLVideoElement;

  beforeEach(() => {
    video.paused = true;
  });
  afterEach(() => {
    document.body.removeAttribute('style');
    document.body.replaceChildren();
  });

  it('is detected when it opens late', async () => {
    const { talk, store } = await liveConversation();
    talk.watchPlayback(findVideo);
    await pass(3_000);
    expect(store.snapshot.playbackBlocked).toBe(false);
    openDialog();
    await pass();
    expect(store.snapshot.playbackBlocked).toBe(true);
  });

  it('is not searched for while the picture plays, nor after the session', async () => {
    const { talk, store, sessionController } = await liveConversation();
    talk.watchPlayback(findVideo);
    video.paused = false;
    openDialog();
    await pass();
    expect(store.snapshot.playbackBlocked).toBe(false);
    sessionController.abort();
    video.paused = true;
    openDialog();
    await pass();
    expect(store.snapshot.playbackBlocked).toBe(false);
  });

  it('is detected after a rejoin', async () => {
    const { talk, store, sdk } = await liveConversation();
    talk.watchPlayback(findVideo);
    await pass(3_000);
    sdk.emit('jobInfoChange', { isReady: false });
    openDialog();
    await pass(3_000);
    expect(store.snapshot.playbackBlocked).toBe(false);
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    await pass(1_000);
    expect(store.snapshot.playbackBlocked).toBe(true);
  });

  it('plays by itself when it is confirmed, because a second attempt could open a second dialog', async () => {
    const { talk, store, sdk } = await liveConversation();
    talk.watchPlayback(findVideo);
    openDialog();
    await pass();
    await during(talk.resumePlayback()); // the browser refuses again
    expect(store.snapshot.playbackBlocked).toBe(true);
    video.paused = false;
    await during(talk.resumePlayback());
    expect(store.snapshot.playbackBlocked).toBe(false);
    expect(sdk.playRemoteVideo).not.toHaveBeenCalled();
  });

  it('is closed with all below it, even when the picture plays after the first', async () => {
    const { talk, store } = await liveConversation();
    talk.watchPlayback(findVideo);
    openDialog();
    await pass();
    let dialogs = 2;
    const close = () => {
      video.paused = false;
      dialogs -= 1;
      if (dialogs === 0) document.body.removeAttribute('style');
    };
    document.addEventListener('keydown', close);
    await during(talk.resumePlayback());
    document.removeEventListener('keydown', close);
    expect(dialogs).toBe(0);
    expect(store.snapshot.playbackBlocked).toBe(false);
  });

  it('leads to another question when the SDK resolves without playing', async () => {
    const { talk, store, sdk } = await liveConversation();
    const withStream = { ...video, srcObject: {} };
    talk.watchPlayback(() => withStream as unknown as HTMLVideoElement);
    await pass(1_000);
    expect(store.snapshot.playbackBlocked).toBe(true);
    await during(talk.resumePlayback());
    expect(sdk.playRemoteVideo).toHaveBeenCalledOnce();
    expect(store.snapshot.playbackBlocked).toBe(true);
  });

  it('is followed by our own attempt when it only closes', async () => {
    const { talk, sdk } = await liveConversation();
    talk.watchPlayback(findVideo);
    openDialog();
    document.addEventListener('keydown', () => document.body.removeAttribute('style'), { once: true });
    await during(talk.resumePlayback());
    expect(sdk.playRemoteVideo).toHaveBeenCalledOnce();
  });
});
