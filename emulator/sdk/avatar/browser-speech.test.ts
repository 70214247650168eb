import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { speakWithBrowser } from './browser-speech';

class FakeUtterance extends EventTarget {
  voice: unknown;
  lang = '';
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }
}

const localChinese = { localService: true, lang: 'zh-CN', name: 'Ting-Ting', voiceURI: 'ting-ting' };
let voices: { localService: boolean; lang: string; name: string }[];
let announceVoices: () => void;
let spoken: FakeUtterance[];
const cancel = vi.fn(() => spoken.at(-1)?.dispatchEvent(new Event('error')));
let end: AbortController;
let mute: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  cancel.mockClear();
  voices = [localChinese];
  spoken = [];
  end = new AbortController();
  mute = new AbortController();
  vi.stubGlobal('SpeechSynthesisUtterance', FakeUtterance);
  vi.stubGlobal('speechSynthesis', {
    getVoices: () => voices,
    speak: (utterance: FakeUtterance) => spoken.push(utterance),
    cancel,
    addEventListener: (_: string, listener: () => void) => {
      announceVoices = listener;
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const begin = (text = '你好，我是美美。') => speakWithBrowser(text, { signal: end.signal, unmuted: mute.signal });
const fire = (name: string, fields: object = {}) =>
  spoken.at(-1)?.dispatchEvent(Object.assign(new Event(name), fields));
async function begun(text?: string) {
  const speech = begin(text);
  fire('start');
  const result = await speech;
  if (!result) throw new Error('nothing was spoken');
  return result;
}

describe('the browser’s own voice', () => {
  it('speaks with a local voice of the text’s language', async () => {
    voices = [{ localService: true, lang: 'en-US', name: 'Samantha' }, localChinese];
    const { phonemes } = await begun();
    expect(spoken[0]).toMatchObject({ text: '你好，我是美美。', voice: localChinese, lang: 'zh-CN' });
    expect(phonemes.length).toBeGreaterThan(5);
  });

  it('uses no voice of a server, so no text leaves the machine', async () => {
    voices = [{ localService: false, lang: 'zh-CN', name: 'Google 普通话' }];
    expect(await begin()).toBeUndefined();
    expect(spoken).toEqual([]);
  });

  it.each([
    [['zh-HK', 'zh-TW', 'zh-CN'], 'zh-CN'],
    [['zh-HK', 'zh_TW'], 'zh_TW'],
    [['yue-HK', 'cmn-Hans-CN'], 'cmn-Hans-CN'],
    [['zh-HK', 'zh_CN_#Hans'], 'zh_CN_#Hans'],
    [['zh-HK'], 'zh-HK'],
  ])('of %j uses the one for Mandarin: %s', async (tags, expected) => {
    voices = tags.map((lang) => ({ localService: true, lang, name: lang }));
    await begun();
    expect(spoken[0]?.lang).toBe(expected);
  });

  it.each([
    ['สวัสดีครับ', 'th-TH'],
    ['שלום לכולם', 'he-IL'],
    ['नमस्ते', 'hi-IN'],
  ])('speaks “%s” with no English voice', async (text, lang) => {
    voices = [{ localService: true, lang: 'en-US', name: 'Samantha' }];
    expect(await begin(text)).toBeUndefined();
    voices = [...voices, { localService: true, lang, name: lang }];
    await begun(text);
    expect(spoken[0]).toMatchObject({ lang });
  });

  it('has no voice for a script that it does not know', async () => {
    voices = [{ localService: true, lang: 'en-US', name: 'Samantha' }];
    expect(await begin('வணக்கம்')).toBeUndefined();
  });

  it('waits for a browser that loads its voices on the first request', async () => {
    voices = [];
    const speech = begin();
    voices = [localChinese];
    announceVoices();
    await vi.advanceTimersByTimeAsync(0);
    fire('start');
    expect(await speech).toBeDefined();
    expect(vi.getTimerCount()).toBe(1);
  });

  it('waits once for a browser without voices', async () => {
    voices = [];
    const speech = begin();
    await vi.advanceTimersByTimeAsync(500);
    expect(await speech).toBeUndefined();
    expect(await begin()).toBeUndefined();
  });

  it('gives up on a voice that never starts', async () => {
    const speech = begin();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await speech).toBeUndefined();
    expect(cancel).toHaveBeenCalled();
    await vi.runAllTimersAsync();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has a clock that starts with the voice and adjusts at each word', async () => {
    const speech = begin();
    await vi.advanceTimersByTimeAsync(700);
    fire('start');
    const { clock, phonemes } = (await speech) ?? {};
    await vi.advanceTimersByTimeAsync(200);
    expect(clock?.()).toBeCloseTo(0.2);
    const third = phonemes?.find(({ charIndex }) => charIndex >= 3);
    fire('boundary', { charIndex: 3 });
    expect(clock?.()).toBeCloseTo(third?.startSeconds ?? Number.NaN);
  });

  it('learns the pace of a slow voice from its words, and keeps the lips in time with it', async () => {
    const text = '你好，我是美美。';
    voices = [{ ...localChinese, voiceURI: 'slow' } as typeof localChinese];
    const { clock, phonemes } = await begun(text);
    const startOf = (index: number) =>
      phonemes.find(({ charIndex, phone }) => charIndex >= index && phone !== 'pau')?.startSeconds ?? Number.NaN;
    await vi.advanceTimersByTimeAsync(startOf(0) * 1_250);
    fire('boundary', { charIndex: 0 });
    await vi.advanceTimersByTimeAsync((startOf(3) - startOf(0)) * 1_250);
    fire('boundary', { charIndex: 3 });
    expect(clock()).toBeCloseTo(startOf(3));
    await vi.advanceTimersByTimeAsync(250);
    expect(clock() - startOf(3)).toBeCloseTo(0.2, 2);
  });

  it('remembers the pace of a voice that reports no words', async () => {
    voices = [{ ...localChinese, voiceURI: 'wordless' } as typeof localChinese];
    const { phonemes } = await begun();
    const lastSound = phonemes.findLast(({ phone }) => phone !== 'pau');
    await vi.advanceTimersByTimeAsync((lastSound?.endSeconds ?? 0) * 2_000);
    fire('end');
    const { clock } = await begun();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(clock()).toBeCloseTo(0.5, 2);
  });

  it('ends when the voice ends', async () => {
    const { ended } = await begun();
    fire('end');
    await ended;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('falls silent at once when stopped', async () => {
    const { ended } = await begun();
    end.abort();
    await ended;
    expect(cancel).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says nothing while the sound is off', async () => {
    mute.abort();
    expect(await begin()).toBeUndefined();
    expect(spoken).toEqual([]);
  });

  it('falls silent when the sound is turned off, and lets the lips finish', async () => {
    const { ended, phonemes } = await begun();
    const onEnd = vi.fn();
    void ended.then(onEnd);
    await vi.advanceTimersByTimeAsync(400);
    mute.abort();
    expect(cancel).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(100);
    expect(onEnd).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync((phonemes.at(-1)?.endSeconds ?? 0) * 1000);
    expect(onEnd).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops waiting for a voice that hangs', async () => {
    const { ended } = await begun();
    await vi.advanceTimersByTimeAsync(60_000);
    await ended;
    expect(cancel).toHaveBeenCalled();
  });
});
