// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeMicrophone } from './fake-microphone';
import { type StandInFixture, setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();
let microphone: FakeMicrophone;

beforeEach(() => {
  microphone = new FakeMicrophone();
  vi.spyOn(Math, 'random').mockReturnValue(0.5); // a publication then takes 400 ms
  vi.stubGlobal('webkitSpeechRecognition', Recognition);
});

/** Listens and recognises nothing. */
class Recognition {
  onaudiostart = () => {};
  start(): void {
    this.onaudiostart();
  }
  abort(): void {}
}

/** Resolves when the flag takes effect. */
async function setCustomRecord(t: StandInFixture, enable: boolean): Promise<void> {
  const set = t.cloud.Sdk.setThirdPartyConfig({ customRecord: { enable } });
  await vi.advanceTimersByTimeAsync(enable ? 300 : 0);
  expect(await set).toEqual({ result: true });
}

const speak = (t: StandInFixture) => t.cloud.Sdk.startUserSpeak({ preCheckPermissions: false });

describe('the microphone', () => {
  it('opens at every accepted startChat, a written one included', async () => {
    const t = standIn();
    await t.createReady();
    expect(microphone.tracks).toHaveLength(0);
    await t.startTextChat();
    expect(microphone.open).toHaveLength(1);
  });

  it('is heard from every startChat on, a written one included, until stopUserSpeak', async () => {
    const t = standIn();
    await t.createReady();
    const heard = () => microphone.open.map(({ enabled }) => enabled);
    for (let started = 1; started <= 2; started++) {
      await t.startTextChat();
      expect(heard()).toEqual([true]);
      await t.cloud.Sdk.stopUserSpeak();
      expect(heard()).toEqual([false]);
    }
  });

  it('makes the SDK play again at each publication', async () => {
    const t = standIn();
    await t.createReady();
    expect(t.cloud.plays).toBe(0);
    await t.startTextChat();
    await setCustomRecord(t, true);
    expect(t.cloud.plays).toBe(2);
  });

  it('does not open when the cloud refuses the chat', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.socket.answers.start_chat = { error_code: 'MSS.1', error_msg: 'no' };
    await t.startTextChat();
    expect(microphone.tracks).toHaveLength(0);
  });

  it.each([
    ['NotAllowedError', '90100017'],
    ['OverconstrainedError', '90100018'],
    ['NotFoundError', '90100019'],
    ['NotReadableError', '90100020'],
  ])(
    'when the browser refuses with %s: raises an error event and shows the error page, while startChat succeeds',
    async (name, code) => {
      const t = standIn();
      await t.createReady();
      microphone.refusal = name;
      expect(await t.startTextChat()).toMatchObject({ result: true });
      expect(t.of('error')).toEqual([expect.objectContaining({ code, module: 'HwICS.dealError' })]);
      expect(t.page?.textContent).toContain(code);
      expect(t.of('enterActive')).toHaveLength(1);
    },
  );

  it('is checked before a chat by default: four tries, a modal, 999100004, and no event', async () => {
    const t = standIn();
    await t.createReady();
    microphone.refusal = 'NotAllowedError';
    const started = t.cloud.Sdk.startChat({ interactionMode: 'TEXT' });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await started).toMatchObject({ result: false, errorCode: '999100004', chatId: '' });
    expect(document.querySelector('body > .hw-modal')).not.toBeNull();
    expect(t.errors).toEqual([]);
  });

  it('stays open after that check', async () => {
    const t = standIn();
    await t.createReady();
    await t.cloud.Sdk.startChat({ interactionMode: 'TEXT' });
    expect(microphone.open).toHaveLength(2);
  });

  it('is muted by stopUserSpeak and stays open, also in TEXT mode and asleep, until destroy', async () => {
    const t = standIn();
    await t.createReady();
    await t.cloud.Sdk.startChat({ interactionMode: 'TEXT', preCheckPermissions: false });
    await speak(t);
    expect(microphone.open.map(({ enabled }) => enabled)).toEqual([true]);
    await t.cloud.Sdk.stopUserSpeak();
    await t.cloud.Sdk.stopChat();
    expect(microphone.open.map(({ enabled }) => enabled)).toEqual([false]);
    await t.destroy();
    expect(microphone.open).toEqual([]);
  });

  it.each([
    [true, 0],
    [false, 1],
  ])('enableCollectAudioDemand %s leaves %i open when the cloud puts the chat to sleep', async (demand, open) => {
    const t = standIn();
    await t.createReady({ config: { enableCollectAudioDemand: demand } });
    await t.startTextChat();
    t.cloud.socket.push({ action: 'enter_sleep' });
    await t.settle();
    expect(microphone.open).toHaveLength(open);
  });
});

describe('a custom track', () => {
  it('keeps the microphone closed, and skips the check', async () => {
    const t = standIn();
    await t.createReady();
    await setCustomRecord(t, true);
    microphone.refusal = 'NotAllowedError';
    expect(await t.cloud.Sdk.startChat({ interactionMode: 'TEXT' })).toMatchObject({ result: true });
    expect(t.errors).toEqual([]);
  });

  it('takes effect 300 ms after the call, when its promise resolves', async () => {
    const t = standIn();
    await t.createReady();
    void t.cloud.Sdk.setThirdPartyConfig({ customRecord: { enable: true } });
    await vi.advanceTimersByTimeAsync(299);
    await t.startTextChat();
    expect(microphone.open).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(microphone.open).toHaveLength(0);
  });

  it('does nothing before ready', async () => {
    const t = standIn();
    await t.cloud.Sdk.setThirdPartyConfig({ customRecord: { enable: true } });
    await t.createReady();
    await t.startTextChat();
    expect(microphone.open).toHaveLength(1);
  });

  it('survives destroy', async () => {
    const t = standIn();
    await t.createReady();
    await setCustomRecord(t, true);
    await t.destroy();
    await t.createReady();
    await t.startTextChat();
    expect(microphone.tracks).toEqual([]);
  });

  it('when switched off opens the microphone at once, and resolves when it is published: it is heard then', async () => {
    const t = standIn();
    await t.createReady();
    await setCustomRecord(t, true);
    await t.cloud.Sdk.startChat({ interactionMode: 'AUDIO' });
    const published = vi.fn();
    void setCustomRecord(t, false).then(published);
    await vi.advanceTimersByTimeAsync(399);
    expect(microphone.open).toHaveLength(1);
    expect(published).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(published).toHaveBeenCalled();
    expect(microphone.open.map(({ enabled }) => enabled)).toEqual([true]);
    await setCustomRecord(t, true);
    expect(microphone.open).toEqual([]);
  });

  it('leaves a microphone open while its publication is in progress', async () => {
    const t = standIn();
    await t.createReady();
    await setCustomRecord(t, true);
    void setCustomRecord(t, false);
    await setCustomRecord(t, true);
    await vi.advanceTimersByTimeAsync(400);
    expect(microphone.open).toHaveLength(1);
  });
});

describe('speaking', () => {
  it('wakes a sleeping chat in AUDIO mode first', async () => {
    const t = standIn();
    await t.createReady();
    void speak(t);
    await t.settle();
    expect(t.cloud.socket.sent.find(({ action }) => action === 'start_chat')).toMatchObject({
      interaction_mode: 'AUDIO',
    });
    expect(microphone.open.map(({ enabled }) => enabled)).toEqual([true]);
  });

  it('is refused when no microphone is published', async () => {
    const t = standIn();
    await t.createReady();
    microphone.refusal = 'NotAllowedError';
    expect(await speak(t)).toMatchObject({ result: false, errorCode: '999100007' });
  });

  it('fails where the browser cannot recognise speech, which the vendor does on its servers', async () => {
    vi.stubGlobal('webkitSpeechRecognition', undefined);
    const t = standIn();
    await t.createReady();
    expect(await speak(t)).toMatchObject({ result: false, errorCode: 'MSS.47015028' });
  });
});
