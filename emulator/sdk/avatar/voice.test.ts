import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createVoice, type SpokenSentence } from './voice';

/** An audio context whose time and whose ends of sounds the test controls. */
class FakeAudio {
  currentTime = 10;
  state = 'running';
  playing: FakeSource[] = [];
  decodeAudioData = async () => ({}) as AudioBuffer;
  createBufferSource = () => {
    const source = new FakeSource();
    this.playing.push(source);
    return source;
  };
}
class FakeSource extends EventTarget {
  buffer: AudioBuffer | null = null;
  connect = vi.fn();
  disconnect = vi.fn();
  start = vi.fn();
  stop = vi.fn(() => this.dispatchEvent(new Event('ended')));
}

let audio: FakeAudio;
let asked: string[];
let answer: () => Response;
beforeEach(() => {
  audio = new FakeAudio();
  asked = [];
  answer = () => Response.json({ audio: btoa('RIFF'), phonemes: [{ phone: 'aa', startSeconds: 0, endSeconds: 1 }] });
  vi.stubGlobal('fetch', async (_url: string, init?: RequestInit) => {
    if (init?.method !== 'POST') return Response.json({});
    asked.push(JSON.parse(String(init.body)).text);
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

function create() {
  const voice = createVoice({ origin: '', name: 'ada', output: { context: audio } as unknown as AudioNode });
  const spoken: SpokenSentence[] = [];
  return { voice, spoken, onSentence: (sentence: SpokenSentence) => void spoken.push(sentence) };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const endSound = async () => {
  audio.playing.at(-1)?.dispatchEvent(new Event('ended'));
  await settle();
};

describe('the voice', () => {
  it('speaks sentence by sentence and prepares the next one', async () => {
    const { voice, spoken, onSentence } = create();
    const done = voice.speak(['One is first. Two is next. Three.'], onSentence);
    await settle();
    expect(spoken.map(({ text }) => text)).toEqual(['One is first.']);
    expect(asked).toEqual(['One is first.', 'Two is next.']);
    await endSound();
    await endSound();
    expect(spoken).toHaveLength(3);
    await endSound();
    expect(await done).toBe('finished');
  });

  it('uses the clock of the sound', async () => {
    const { voice, spoken, onSentence } = create();
    void voice.speak(['Hello.'], onSentence);
    await settle();
    audio.currentTime += 0.53;
    expect(spoken[0]?.clock()).toBeCloseTo(0.5);
  });

  it('falls silent at once when stopped, even while it waits for text', async () => {
    const { voice, spoken, onSentence } = create();
    const done = voice.speak(['Hello there. And', ' so on.'], onSentence);
    await settle();
    voice.stop();
    expect(audio.playing[0]?.stop).toHaveBeenCalled();
    expect(await done).toBe('stopped');
    expect(spoken).toHaveLength(1);

    const endless = (async function* () {
      await new Promise(() => undefined);
      yield 'never';
    })();
    const waiting = voice.speak(endless, onSentence);
    await settle();
    voice.stop();
    expect(await waiting).toBe('stopped');
  });

  it('stops the current answer when a new one starts', async () => {
    const { voice, onSentence } = create();
    const first = voice.speak(['One.'], onSentence);
    await settle();
    const second = voice.speak(['Two.'], onSentence);
    expect(await first).toBe('stopped');
    await settle();
    await endSound();
    expect(await second).toBe('finished');
  });

  it('moves silent lips for a language that neither the emulator nor the browser speaks', async () => {
    answer = () => new Response(null, { status: 204 });
    const { voice, spoken, onSentence } = create();
    const done = voice.speak(['好。'], onSentence);
    expect(await done).toBe('finished');
    expect(asked).toEqual(['好。']);
    expect(spoken[0]).toMatchObject({ text: '好。', problem: undefined });
    expect(audio.playing).toHaveLength(0);
    expect(spoken[0]?.phonemes.length).toBeGreaterThan(2);
  });

  it("prefers the emulator's voice where it has one", async () => {
    const { voice, onSentence } = create();
    void voice.speak(['你好李雷。'], onSentence);
    await settle();
    expect(asked).toEqual(['你好李雷。']);
    expect(audio.playing).toHaveLength(1);
    voice.stop();
  });

  it('moves silent lips and reports why when the emulator’s voice fails', async () => {
    answer = () => new Response(null, { status: 502 });
    const { voice, spoken, onSentence } = create();
    expect(await voice.speak(['Hi.'], onSentence)).toBe('finished');
    expect(audio.playing).toHaveLength(0);
    expect(spoken[0]?.problem?.message).toContain('502');
  });

  it('moves silent lips while the browser does not allow sound', async () => {
    audio.state = 'suspended';
    const { voice, spoken, onSentence } = create();
    void voice.speak(['Hello.'], onSentence);
    await settle();
    expect(audio.playing).toHaveLength(0);
    expect(spoken).toHaveLength(1);
    voice.stop();
  });

  it('passes on an error of the answer itself', async () => {
    const { voice, onSentence } = create();
    const broken = (function* () {
      yield 'Hi';
      throw new Error('the answer broke off');
    })();
    await expect(voice.speak(broken, onSentence)).rejects.toThrow('broke off');
  });
});
