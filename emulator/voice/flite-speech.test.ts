import { expect, it } from 'vitest';
import { parsePhonemePrintout } from './flite-speech';

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
