import { expect, it } from 'vitest';
import { polished, withClausePauses } from './polish';
import { presenterVoices } from './presenter-voices';
import { type Speech, secondsOf } from './speech';
import { Synthesiser } from './synthesiser';

const sampleRate = 16_000;

/** Silence, a tone, silence. */
function tone(strength: number, [lead, length, tail]: [number, number, number] = [0.5, 1, 0.5]): Speech {
  const samples = new Float32Array((lead + length + tail) * sampleRate);
  for (let at = lead * sampleRate; at < (lead + length) * sampleRate; at++)
    samples[at] = strength * Math.cos((2 * Math.PI * 200 * at) / sampleRate);
  return { samples, sampleRate, phonemes: [{ phone: 'aa', startSeconds: lead, endSeconds: lead + length }] };
}

/** In decibels, over the audible parts. */
function loudnessOf({ samples }: Speech): number {
  const powers: number[] = [];
  for (let at = 0; at + 320 <= samples.length; at += 320)
    powers.push(samples.subarray(at, at + 320).reduce((sum, sample) => sum + sample ** 2, 0) / 320);
  const sounding = powers.filter((power) => power > Math.max(...powers) / 1000);
  return 10 * Math.log10(sounding.reduce((sum, power) => sum + power, 0) / sounding.length);
}

it('gives every presenter the same level', async () => {
  const synthesiser = new Synthesiser();
  const text = 'Hello there, I am happy to help you.';
  const loudness = await Promise.all(
    Object.values(presenterVoices).map(async (voice) => {
      const speech = polished(await synthesiser.speak(text, voice), text);
      if (!speech) throw new Error('silence');
      return loudnessOf(speech);
    }),
  );
  await synthesiser.close();
  expect(Math.max(...loudness) - Math.min(...loudness)).toBeLessThan(1);
});

it('makes a faint voice louder and a loud one quieter, and never clips', () => {
  for (const strength of [0.02, 0.9]) {
    const speech = polished(tone(strength), 'Aah.');
    if (!speech) throw new Error('silence');
    expect(loudnessOf(speech)).toBeCloseTo(-16, 0);
    expect(Math.max(...speech.samples)).toBeLessThan(0.9);
  }
});

it('begins and ends at zero, without a click', () => {
  const { samples } = polished(tone(0.5, [0, 1, 0]), 'Aah.') ?? tone(0);
  expect(samples[0]).toBeCloseTo(0);
  expect(samples.at(-1)).toBeCloseTo(0);
  const steps = samples.subarray(0, 160).map((sample, at) => Math.abs(sample - (samples[at - 1] ?? 0)));
  expect(Math.max(...steps)).toBeLessThan(0.03);
});

it('leaves 30 ms before the first sound, and after the last a pause that suits its punctuation', () => {
  const pauseAfter = (text: string) => {
    const speech = polished(tone(0.5), text);
    if (!speech) throw new Error('silence');
    expect(speech.phonemes[0]).toMatchObject({ phone: 'aa' });
    expect(speech.phonemes[0]?.startSeconds).toBeCloseTo(0.03);
    expect(speech.phonemes.at(-1)?.endSeconds).toBeCloseTo(secondsOf(speech));
    return secondsOf(speech) - 1.03;
  };
  expect(pauseAfter('Aah.')).toBeCloseTo(0.36, 1);
  expect(pauseAfter('Aah,')).toBeCloseTo(0.2, 1);
});

it('keeps a known soft sound at the beginning', () => {
  const speech = tone(0.5);
  speech.phonemes.unshift({ phone: 'hh', startSeconds: 0.4, endSeconds: 0.5 });
  expect(polished(speech, 'Ha.')?.phonemes[0]?.phone).toBe('hh');
});

it('lengthens a short pause within, and shifts the rest', () => {
  const longer = withClausePauses({
    samples: new Float32Array(sampleRate),
    sampleRate,
    phonemes: [
      { phone: 'aa', startSeconds: 0, endSeconds: 0.4 },
      { phone: 'pau', startSeconds: 0.4, endSeconds: 0.5 },
      { phone: 'iy', startSeconds: 0.5, endSeconds: 1 },
    ],
  });
  expect(secondsOf(longer)).toBeCloseTo(1.1);
  expect(longer.phonemes.map(({ endSeconds }) => endSeconds)).toEqual([
    expect.closeTo(0.4),
    expect.closeTo(0.6),
    expect.closeTo(1.1),
  ]);
});

it('finds nothing in silence or in samples that are not numbers', () => {
  expect(polished(tone(0), 'Aah.')).toBeUndefined();
  expect(polished({ ...tone(0.5), samples: new Float32Array(800).fill(Number.NaN) }, 'Aah.')).toBeUndefined();
});
