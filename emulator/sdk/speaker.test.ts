import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Voice } from './avatar/voice';
import type { Presenter } from './presenter';
import { Speaker } from './speaker';

const presenter = {
  canvas: {} as HTMLCanvasElement,
  setMood: vi.fn(),
  setVisible: vi.fn(),
  speak: vi.fn(async () => {}),
  stopSpeaking: vi.fn(),
  dispose: vi.fn(),
} satisfies Presenter;

/** Speaks each piece as a sentence until stopped. */
class PieceVoice implements Voice {
  readonly said: string[] = [];
  problem: Error | undefined;
  #stop: () => void = () => {};

  async speak(pieces: AsyncIterable<string>, onSentence: Parameters<Voice['speak']>[1]) {
    let isStopped = false;
    const stopped = new Promise<'stopped'>((resolve) => {
      this.#stop = () => {
        isStopped = true;
        resolve('stopped');
      };
    });
    const through = (async () => {
      for await (const text of pieces) {
        if (isStopped) break;
        this.said.push(text);
        onSentence({ text, phonemes: [], clock: () => 0, problem: this.problem });
      }
      return 'finished' as const;
    })();
    return Promise.race([stopped, through]);
  }

  stop(): void {
    this.#stop();
  }

  setMuted(): void {}
}

const onCaption = vi.fn();
const onVoiceProblem = vi.fn();
let voice: PieceVoice;
let speaker: Speaker;

beforeEach(() => {
  vi.clearAllMocks();
  voice = new PieceVoice();
  speaker = new Speaker(presenter, voice, { onCaption, onVoiceProblem });
});

describe('speaker', () => {
  it('speaks pieces as they arrive, with lips and captions, until they end', async () => {
    speaker.add('One. ');
    await vi.waitUntil(() => voice.said.length === 1);
    speaker.add('Two.');
    await speaker.finish();
    expect(voice.said).toEqual(['One. ', 'Two.']);
    expect(presenter.setMood).toHaveBeenLastCalledWith('speaking');
    expect(presenter.speak).toHaveBeenCalledTimes(2);
    expect(onCaption.mock.calls.flat()).toEqual(['One. ', 'Two.', '']);
  });

  it('starts a new turn after the last one', async () => {
    speaker.add('One.');
    await speaker.finish();
    speaker.add('Two.');
    await speaker.finish();
    expect(voice.said).toEqual(['One.', 'Two.']);
  });

  it('falls silent at once, and resolves every wait for the end', async () => {
    speaker.add('One.');
    const finished = speaker.finish();
    speaker.stop();
    await finished;
    expect(presenter.stopSpeaking).toHaveBeenCalledOnce();
    expect(onCaption).toHaveBeenLastCalledWith('');
  });

  it('reports why a sentence is silent', async () => {
    voice.problem = new Error('the voice answered 502');
    speaker.add('One.');
    await speaker.finish();
    expect(onVoiceProblem).toHaveBeenCalledExactlyOnceWith(voice.problem);
  });

  it('ends at once when there is nothing to say', async () => {
    await expect(speaker.finish()).resolves.toBeUndefined();
  });
});
