// Turns what Flite leaves behind, a WAV and a print-out of phonemes, into speech the browser can play and lips can follow.
// It knows Flite's formats and nothing of threads or HTTP.

import type { Phoneme } from '../sdk/presenter';

export interface Speech {
  wav: Uint8Array;
  sampleRate: number;
  phonemes: Phoneme[];
}

const SAMPLE_RATE_OFFSET = 24;
const BYTE_RATE_OFFSET = 28;
const BYTES_PER_SAMPLE = 2;

/**
 * `-psdur` prints `phone:end` pairs. Flite cuts a text into utterances by itself and starts each at zero again, while the
 * WAV holds them end to end: a time that goes back begins a new utterance.
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

/** Declares the samples to be `pitch` times as fast as they are; the phonemes' times follow. */
export function toSpeech(fliteWav: Uint8Array, printout: string, pitch: number): Speech {
  const wav = fliteWav.slice();
  const header = new DataView(wav.buffer);
  const sampleRate = Math.round(header.getUint32(SAMPLE_RATE_OFFSET, true) * pitch);
  header.setUint32(SAMPLE_RATE_OFFSET, sampleRate, true);
  header.setUint32(BYTE_RATE_OFFSET, sampleRate * BYTES_PER_SAMPLE, true);
  const milliseconds = (seconds: number) => Math.round((seconds / pitch) * 1000) / 1000;
  const phonemes = parsePhonemePrintout(printout).map(({ phone, startSeconds, endSeconds }) => ({
    phone,
    startSeconds: milliseconds(startSeconds),
    endSeconds: milliseconds(endSeconds),
  }));
  return { wav, sampleRate, phonemes };
}
