// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();

describe('chat', () => {
  it('needs authentication, then a ready job', async () => {
    const t = standIn();
    expect(await t.startTextChat()).toMatchObject({ result: false, errorCode: '999400002', chatId: '' });
    t.cloud.answers['POST smart-chat-jobs'] = { status: 500 };
    await t.create();
    expect(await t.startTextChat()).toMatchObject({ result: false, errorCode: '999400005' });
    expect(t.of('error')).toHaveLength(1);
  });

  it('starts, and is awake', async () => {
    const t = standIn();
    await t.createReady();
    expect(await t.startTextChat()).toEqual({
      result: true,
      errorCode: '',
      errorMsg: '',
      chatId: 'c1',
      sessionId: 's1',
    });
    expect(t.of('enterActive')).toHaveLength(1);
    expect(await t.startTextChat()).toMatchObject({ result: true, chatId: 'c1' });
    expect(t.of('enterActive')).toHaveLength(1);
  });

  it('checks the microphone even for text, four times, and then refuses without an error event', async () => {
    const t = standIn();
    const getUserMedia = vi.fn().mockRejectedValue(new DOMException('', 'NotAllowedError'));
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    vi.stubGlobal('MediaStream', class {});
    await t.createReady();
    const started = t.cloud.Sdk.startChat({ interactionMode: 'TEXT' });
    expect(await t.cloud.Sdk.startChat({ interactionMode: 'TEXT' })).toMatchObject({ errorCode: '999400004' });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await started).toMatchObject({ result: false, errorCode: '999100004' });
    expect(getUserMedia).toHaveBeenCalledTimes(4);
    expect(t.of('error')).toEqual([]);
    expect(document.querySelector('.hw-modal')).not.toBeNull();
  });

  it('hands through why a question was refused, as a result only', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.answers.text_question = { error_code: 'MSS.47010144', error_msg: 'mode', error_level: 'MINOR' };
    expect(await t.cloud.Sdk.sendTextQuestion({ text: 'hi' })).toMatchObject({
      result: false,
      errorCode: 'MSS.47010144',
    });
    expect(await t.cloud.Sdk.sendTextQuestion({ text: 1 as never })).toMatchObject({ errorCode: '999300002' });
    expect(t.of('error')).toEqual([]);
  });

  it('turns an answer into events, and is through when text and voice are', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    await t.cloud.Sdk.sendTextQuestion({ text: 'hi' });
    t.cloud.socket.push({ action: 'start_speaking', chat_id: 'c2' });
    t.cloud.socket.push({
      action: 'semantic_recognized',
      chat_id: 'c2',
      text: 'Hello',
      question_text: 'hi',
      is_last: true,
    });
    t.cloud.socket.push({ action: 'accept_new_question', chat_id: 'c2' });
    await t.settle();
    expect(t.of('speakingStart')).toEqual([{ chatId: 'c2' }]);
    expect(t.of('semanticRecognized')).toEqual([
      {
        text: 'Hello',
        questionText: 'hi',
        isLast: true,
        isReplace: false,
        resultId: '',
        chatId: 'c2',
        extendParam: '',
      },
    ]);
    expect(t.of('speakingStop')).toEqual([{ chatId: 'c2' }]);
  });

  it('refuses to listen while the digital human speaks', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    t.cloud.socket.push({ action: 'start_speaking', chat_id: 'c2' });
    await t.settle();
    expect(await t.cloud.Sdk.startUserSpeak()).toMatchObject({ result: false, errorCode: '999400001' });
  });

  it('falls asleep on request, by the cloud, and with its connection', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    await t.cloud.Sdk.stopChat();
    await t.startTextChat();
    t.cloud.socket.push({ action: 'enter_sleep' });
    await t.settle();
    await t.startTextChat();
    t.cloud.socket.close();
    await t.settle();
    expect(t.of('enterSleep')).toHaveLength(3);
    expect(t.of('error')).toEqual([]);
  });

  it('changes its language when the cloud says so', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.push({ action: 'change_language', language: 'zh_CN' });
    await t.settle();
    expect(t.cloud.Sdk.getLanguageInfo().language).toBe('zh_CN');
    expect(t.of('languageInfoChange')).toHaveLength(1);
  });
});

describe('playback', () => {
  it('says when the browser does not allow it, and shows a modal whose click plays', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.playIsAllowed = false;
    expect(await t.cloud.Sdk.playRemoteVideo()).toMatchObject({ result: false, errorCode: '90100021' });
    t.cloud.lines[0]?.onPlaybackBlocked();
    expect(document.querySelector('.hw-modal')).not.toBeNull();
    document.querySelector<HTMLElement>('.hw-modal button')?.click();
    expect(document.querySelector('.hw-modal')).toBeNull();
    expect(t.of('error')).toEqual([]);
  });

  it('starts muted when told so, and keeps a mute over a rejoin', async () => {
    const t = standIn();
    await t.createReady({ config: { defaultMuteRemoteAudio: true, autoPlayRemoteVideo: false } });
    expect(t.cloud.lines[0]).toMatchObject({ muted: true, autoPlay: false });
    expect(t.cloud.Sdk.unmuteRemoteAudio()).toBe(true);
    expect(t.cloud.lines[0]?.muted).toBe(false);
    t.cloud.Sdk.muteRemoteAudio();
    t.cloud.socket.push({ action: 'emulator_push', event: 'drop', after_ms: 0, forever: false });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(t.cloud.lines[1]?.muted).toBe(true);
  });
});
