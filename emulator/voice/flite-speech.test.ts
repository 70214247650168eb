import { expect, it } from 'vitest';
import { parsePhonemePrintout, toSpeech } from './flite-speech';
import { secondsOf } from './speech';
import { toWav } from './wav';

it('reads phonemes as consecutive spans', () => {
  expect(parsePhonemePrintout('pau:0.164 hh:0.255 \n')).toEqual([
    { phone: 'pau', startSeconds: 0, endSeconds: 0.164 },
    { phone: 'hh', startSeconds: 0.164, endSeconds: 0.255 },
  ]);
});

it('appends the second utterance to the first, as the WAV does', () => {
  const phonemes = parsePhonemePrintout('hh:0.5 ay:1 pau:0.2 b:0.3');
  expect(phonemes.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
    [0, 0.5],
    [0.5, 1],
    [1, 1.2],
    [1.2, 1.3],
  ]);
});

it('refuses text that is not a phoneme print-out', () => {
  expect(() => parsePhonemePrintout('hello')).toThrow('not a phoneme');
});

it('plays the samples faster for a higher voice, and keeps the lips in time', () => {
  const sampleRate = 16_000;
  const samples = new Float32Array(sampleRate); // one second
  const speech = toSpeech(toWav({ samples, sampleRate }), 'pau:0.2 hh:0.5 ay:1', 1.25);
  expect(speech.phonemes.map(({ endSeconds }) => endSeconds)).toEqual([0.16, 0.4, 0.8]);
  expect(secondsOf(speech)).toBeCloseTo(0.8, 5);
});
