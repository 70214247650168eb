import { expect, it } from 'vitest';
import { parsePhonemePrintout, toSpeech } from './flite-speech';

it('reads phonemes as spans that follow each other', () => {
  expect(parsePhonemePrintout('pau:0.164 hh:0.255 \n')).toEqual([
    { phone: 'pau', startSeconds: 0, endSeconds: 0.164 },
    { phone: 'hh', startSeconds: 0.164, endSeconds: 0.255 },
  ]);
});

it('puts a second utterance after the first, as the WAV does', () => {
  const phonemes = parsePhonemePrintout('hh:0.5 ay:1 pau:0.2 b:0.3');
  expect(phonemes.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
    [0, 0.5],
    [0.5, 1],
    [1, 1.2],
    [1.2, 1.3],
  ]);
});

it('refuses what is not a phoneme print-out', () => {
  expect(() => parsePhonemePrintout('hello')).toThrow('not a phoneme');
});

it('leaves out the silence before the first sound, and the lips keep in step', () => {
  const rate = 16_000;
  const fliteWav = new Uint8Array(44 + rate * 2); // one second
  new DataView(fliteWav.buffer).setUint32(24, rate, true);
  fliteWav[44 + 0.2 * rate * 2] = 7; // the first sample of the first sound
  const { wav, sampleRate, phonemes } = toSpeech(fliteWav, 'pau:0.2 hh:0.5 ay:1', 1);
  expect(phonemes.map(({ endSeconds }) => endSeconds)).toEqual([0.03, 0.33, 0.83]);
  expect(wav.indexOf(7)).toBe(44 + 0.03 * rate * 2);
  expect((wav.length - 44) / 2 / sampleRate).toBeCloseTo(0.83, 5);
  const header = new DataView(wav.buffer);
  expect([header.getUint32(4, true), header.getUint32(40, true)]).toEqual([wav.length - 8, wav.length - 44]);
});

it('keeps what begins with a sound as it is', () => {
  const fliteWav = new Uint8Array(44 + 200);
  new DataView(fliteWav.buffer).setUint32(24, 16_000, true);
  expect(toSpeech(fliteWav, 'hh:0.1', 1).wav).toHaveLength(fliteWav.length);
});
