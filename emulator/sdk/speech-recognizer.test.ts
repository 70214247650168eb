import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Recognition, SpeechRecognizer } from './speech-recognizer';

class FakeRecognition implements Recognition {
  lang = '';
  continuous = false;
  interimResults = false;
  onaudiostart: Recognition['onaudiostart'] = null;
  onresult: Recognition['onresult'] = null;
  onerror: Recognition['onerror'] = null;
  onend: Recognition['onend'] = null;
  start = vi.fn();
  abort = vi.fn();

  hear(...results: [text: string, isFinal: boolean][]): void {
    this.onresult?.({
      resultIndex: 0,
      results: results.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal })),
    });
  }
}

let recognition: FakeRecognition;
const onHeard = vi.fn();
const onUnavailable = vi.fn();
const recognizer = () => new SpeechRecognizer({ onHeard, onUnavailable }, () => recognition);

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  recognition = new FakeRecognition();
});
afterEach(() => void vi.useRealTimers());

async function openRecognizer(): Promise<SpeechRecognizer> {
  const opened = recognizer();
  const opening = opened.open('en-US');
  recognition.onaudiostart?.();
  expect(await opening).toBe(true);
  return opened;
}

describe('the recognizer', () => {
  it('reports a growing sentence, then the complete one', async () => {
    await openRecognizer();
    recognition.hear(['what is', false]);
    recognition.hear(['what is ', false], ['a once code', false]);
    recognition.hear(['what is a once code', true]);
    expect(onHeard.mock.calls).toEqual([
      ['what is', false],
      ['what is a once code', false],
      ['what is a once code', true],
    ]);
    expect(recognition).toMatchObject({ lang: 'en-US', continuous: true, interimResults: true });
  });

  it('is unavailable where the browser has no recognition', async () => {
    expect(await new SpeechRecognizer({ onHeard, onUnavailable }, () => null).open('en-US')).toBe(false);
  });

  it('is unavailable when the browser fires no event', async () => {
    const opening = recognizer().open('en-US');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await opening).toBe(false);
    expect(onUnavailable).not.toHaveBeenCalled();
  });

  it.each(['audio-capture', 'not-allowed', 'network', 'service-not-allowed'])(
    'is unavailable after %s',
    async (error) => {
      const opening = recognizer().open('en-US');
      recognition.onerror?.({ error });
      expect(await opening).toBe(false);
    },
  );

  it('reports when it stops working later', async () => {
    await openRecognizer();
    recognition.onerror?.({ error: 'network' });
    expect(onUnavailable).toHaveBeenCalledOnce();
  });

  it('continues when the browser ends for silence', async () => {
    await openRecognizer();
    await vi.advanceTimersByTimeAsync(10_000);
    recognition.onerror?.({ error: 'no-speech' });
    recognition.onend?.();
    expect(recognition.start).toHaveBeenCalledTimes(2);
  });

  it('gives up when the browser repeatedly ends at once', async () => {
    await openRecognizer();
    for (let run = 0; run < 3; run += 1) recognition.onend?.();
    expect(onUnavailable).toHaveBeenCalledOnce();
  });

  it('reports nothing after it was closed', async () => {
    const opened = await openRecognizer();
    opened.close();
    expect(recognition.abort).toHaveBeenCalledOnce();
    expect(recognition.onresult).toBeNull();
  });
});
