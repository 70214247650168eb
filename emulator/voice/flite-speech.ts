/** Converts Flite's output, a WAV and a print-out of phonemes, into speech. */
import type { Phoneme } from '../sdk/presenter';
import type { Speech } from './speech';
import { readWav } from './wav';

/**
 * `-psdur` prints `phone:end` pairs. Flite splits a text into utterances and starts each at zero again, while the WAV
 * joins them: a time that goes back starts a new utterance.
 */
export function parsePhonemePrintout(printout: string): Phoneme[] {
  const phonemes: Phoneme[] = [];
  let utteranceStartSeconds = 0;
  let previousEndSeconds = 0;
  for (const pair of printout.split(/\s+/).filter(Boolean)) {
    const [phone, end] = pair.split(':');
    const endSeconds = Number(end);
    if (!phone || !Number.isFinite(endSeconds)) throw new Error(`not a phoneme of flite: ${pair}`);
    if (endSeconds < previousEndSeconds) {
      utteranceStartSeconds += previousEndSeconds;
      previousEndSeconds = 0;
    }
    phonemes.push({
      phone,
      startSeconds: utteranceStartSeconds + previousEndSeconds,
      endSeconds: utteranceStartSeconds + endSeconds,
    });
    previousEndSeconds = endSeconds;
  }
  return phonemes;
}

/** Declares the samples to be `pitch` times as fast. The phonemes' times follow. */
export function toSpeech(fliteWav: Uint8Array, printout: string, pitch: number): Speech {
  const phonemes = parsePhonemePrintout(printout);
  const { samples, sampleRate: fliteRate } = readWav(fliteWav);
  const moved = (seconds: number) => Math.round((seconds / pitch) * 1000) / 1000;
  return {
    samples,
    sampleRate: Math.round(fliteRate * pitch),
    phonemes: phonemes.map(({ phone, startSeconds, endSeconds }) => ({
      phone,
      startSeconds: moved(startSeconds),
      endSeconds: moved(endSeconds),
    })),
  };
}
