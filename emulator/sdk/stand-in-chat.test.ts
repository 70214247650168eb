// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeMicrophone } from './fake-microphone';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();
let microphone: FakeMicrophone;

beforeEach(() => {
  microphone = new FakeMicrophone();
});

describe('chat', () => {
  it('requires ready: 999400002 before, and for a question 999400005, without an event', async () => {
    const t = standIn();
    const expectRefusals = async () => {
      const { Sdk } = t.cloud;
      const calls = [t.startTextChat(), Sdk.stopChat(), Sdk.startUserSpeak(), Sdk.interruptSpeaking()];
      calls.push(Sdk.sendDrivenText({ text: 'Hi' }));
      const driven = await Promise.all([...calls, vi.advanceTimersByTimeAsync(200)]);
      const codes = driven.slice(0, calls.length).map((result) => (result as { errorCode: string }).errorCode);
      expect(codes).toEqual(Array.from(calls, () => '999400002'));
      for (const call of [
        Sdk.sendTextQuestion({ text: 'Hi' }),
        Sdk.interactionModeSwitch({ interactionMode: 'TEXT' }),
      ]) {
        expect(await call).toMatchObject({ result: false, errorCode: '999400005' });
      }
    };
    await expectRefusals();
    t.cloud.answers['POST smart-chat-jobs'] = { status: 500, body: { error_code: 'MSS.1' } };
    await t.create();
    await expectRefusals();
    expect(t.errors).toEqual(['MSS.1']);
  });

  it('starts, is awake, and reports it with a success code', async () => {
    const t = standIn();
    await t.createReady();
    const success = { result: true, errorCode: 'MSS.00000000', errorMsg: '', chatId: 'c1', sessionId: 's1' };
    expect(await t.startTextChat()).toEqual(success);
    expect(t.of('enterActive')).toHaveLength(1);
  });

  it('answers a start while awake with success, without a request to the cloud, and publishes again', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    expect(await t.startTextChat()).toMatchObject({ result: true, chatId: 'c1' });
    expect(t.cloud.socket.sent.filter(({ action }) => action === 'start_chat')).toHaveLength(1);
    expect(t.of('enterActive')).toHaveLength(1);
    expect(microphone.tracks).toHaveLength(2);
    expect(microphone.open).toHaveLength(1);
  });

  it('answers a stop while asleep with success and enterSleep', async () => {
    const t = standIn();
    await t.createReady();
    expect(await t.cloud.Sdk.stopChat()).toMatchObject({ result: true });
    expect(t.of('enterSleep')).toHaveLength(1);
    expect(t.cloud.socket.sent.map(({ action }) => action)).not.toContain('stop_chat');
  });

  it('treats a reply as a success only when its code says so', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.answers.start_chat = { chat_id: 'c1', session_id: 's1' };
    expect(await t.startTextChat()).toMatchObject({ result: false, chatId: '' });
    expect(t.of('enterActive')).toEqual([]);
  });

  it('refuses a second start or stop while the first is pending, and nothing else', async () => {
    const t = standIn();
    await t.createReady();
    expect(await Promise.all([t.startTextChat(), t.startTextChat()])).toMatchObject([
      { result: true },
      { result: false, errorCode: '999400004' },
    ]);
    const ask = () => t.cloud.Sdk.sendTextQuestion({ text: 'Hi' });
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ result: true }, { result: true }]);
    expect(t.cloud.socket.sent.filter(({ action }) => action === 'text_question')).toHaveLength(2);
    expect(await Promise.all([t.cloud.Sdk.stopChat(), t.cloud.Sdk.stopChat()])).toMatchObject([
      { result: true },
      { errorCode: '999400004' },
    ]);
  });

  it('shares one pending switch of modes between its callers, whatever their arguments', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    const first = t.cloud.Sdk.interactionModeSwitch({ interactionMode: 'AUDIO' });
    const second = t.cloud.Sdk.interactionModeSwitch({ interactionMode: 'TEXT' });
    expect(await Promise.all([first, second])).toMatchObject([
      { interactionMode: 'AUDIO' },
      { interactionMode: 'AUDIO' },
    ]);
    expect(t.cloud.socket.sent.filter(({ action }) => action === 'interaction_mode_switch')).toHaveLength(1);
  });

  it('returns why the cloud refused a question, without an event', async () => {
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

  it('falls asleep on request and when the cloud says so', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    await t.cloud.Sdk.stopChat();
    await t.startTextChat();
    t.cloud.socket.push({ action: 'enter_sleep' });
    await t.settle();
    expect(t.of('enterSleep')).toHaveLength(2);
    expect(t.of('error')).toEqual([]);
  });

  it('reports nothing when it loses its connection, and sleeps after it reconnects', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    const lost = t.cloud.socket;
    t.cloud.answers['POST create-once-token'] = 'unreachable';
    lost.close();
    await t.settle();
    expect(t.of('enterSleep')).toEqual([]);
    expect(document.querySelector('.hw-toast button')).not.toBeNull();
    delete t.cloud.answers['POST create-once-token'];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(t.cloud.socket).not.toBe(lost);
    expect(t.cloud.socket.sent.map(({ action }) => action)).toContain('stop_chat');
    expect(t.of('enterSleep')).toHaveLength(1);
    expect(t.of('error')).toEqual([]);
  });
});

describe('an answer', () => {
  async function speaking() {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    await t.cloud.Sdk.sendTextQuestion({ text: 'hi' });
    t.cloud.socket.push({ action: 'start_speaking', chat_id: 'c2' });
    await t.settle();
    return t;
  }

  it('reaches the integrator unchanged: null, HTML, a numeric or missing resultId, no isLast', async () => {
    const t = await speaking();
    t.cloud.socket.push({ action: 'semantic_recognized', chat_id: 'c2', text: null, result_id: 7 });
    t.cloud.socket.push({ action: 'semantic_recognized', chat_id: 'c2', text: '<b>Hello</b>', is_last: true });
    await t.settle();
    expect(t.of('semanticRecognized')).toEqual([
      { text: null, resultId: 7, chatId: 'c2', extendParam: '' },
      { text: '<b>Hello</b>', isLast: true, resultId: 0, chatId: 'c2', extendParam: '' },
    ]);
  });

  it("ends with the SDK's current chat ID; the push names the next one", async () => {
    const t = await speaking();
    t.cloud.socket.push({ action: 'accept_new_question', chat_id: 'c3' });
    await t.settle();
    expect(t.of('speakingStart')).toEqual([{ chatId: 'c2' }]);
    expect(t.of('speakingStop')).toEqual([{ chatId: 'c2' }]);
    t.cloud.socket.push({ action: 'start_speaking', chat_id: 'other' });
    await t.settle();
    expect(t.of('speakingStart')[1]).toEqual({ chatId: 'c3' });
  });

  it('does not end at an interruption: until the next push speaking is refused', async () => {
    const t = await speaking();
    const interrupted = t.cloud.Sdk.interruptSpeaking();
    await vi.advanceTimersByTimeAsync(100);
    expect(await interrupted).toEqual({ result: true });
    expect(t.of('speakingStop')).toEqual([]);
    expect(await t.cloud.Sdk.startUserSpeak({ preCheckPermissions: false })).toMatchObject({ errorCode: '999400001' });
    t.cloud.socket.push({ action: 'accept_new_question', chat_id: 'c3' });
    await t.settle();
    expect(t.of('speakingStop')).toHaveLength(1);
    expect(await t.cloud.Sdk.startUserSpeak({ preCheckPermissions: false })).toEqual({ result: true });
  });

  it('keeps the cloud busy until the voice has finished, after the text', async () => {
    const t = await speaking();
    let finish = () => {};
    t.cloud.voiceIsThrough = new Promise((resolve) => {
      finish = resolve;
    });
    t.cloud.socket.push({ action: 'accept_new_question', chat_id: 'c3' });
    await t.settle();
    expect(await t.cloud.Sdk.sendTextQuestion({ text: 'and?' })).toMatchObject({ errorCode: 'MSS.47010147' });
    expect(t.of('speakingStop')).toEqual([]);
    finish();
    await t.settle();
    expect(t.of('speakingStop')).toHaveLength(1);
    expect(await t.cloud.Sdk.sendTextQuestion({ text: 'and?' })).toMatchObject({ result: true });
  });

  it('is over when the chat falls asleep, also while only its voice is left', async () => {
    const t = await speaking();
    t.cloud.voiceIsThrough = new Promise(() => {});
    t.cloud.socket.push({ action: 'accept_new_question', chat_id: 'c3' });
    t.cloud.socket.push({ action: 'enter_sleep' });
    await t.settle();
    await t.startTextChat();
    expect(await t.cloud.Sdk.sendTextQuestion({ text: 'and?' })).toMatchObject({ result: true });
  });
});

describe('playback', () => {
  it('reports when the browser does not allow it; the modal is in the body and catches focus, scrolling and Enter', async () => {
    const t = standIn();
    t.cloud.core.dialogs.listen();
    document.body.insertAdjacentHTML('beforeend', '<textarea></textarea>');
    await t.createReady();
    t.cloud.playIsAllowed = false;
    expect(await t.cloud.Sdk.playRemoteVideo()).toMatchObject({ result: false, errorCode: '90100021' });
    t.cloud.connections[0]?.onPlaybackBlocked();
    t.cloud.connections[0]?.onPlaybackBlocked();
    const modals = document.querySelectorAll<HTMLElement>('body > .hw-modal');
    expect([...modals].map(({ style }) => style.zIndex)).toEqual(['100000', '100000']);
    expect(document.body.style.overflow).toBe('hidden');
    const box = document.querySelector('textarea');
    box?.focus();
    expect(document.activeElement).toBe(modals[1]?.querySelector('button'));
    for (const left of [1, 0]) {
      box?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      expect(document.querySelectorAll('.hw-modal')).toHaveLength(left);
    }
    expect(document.body.style.overflow).toBe('');
    expect(t.of('error')).toEqual([]);
  });

  it('resolves with undefined without a stream', async () => {
    expect(await standIn().cloud.Sdk.playRemoteVideo()).toBeUndefined();
  });
});
