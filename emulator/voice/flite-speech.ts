/**
 * Turns what Flite leaves behind, a WAV and a print-out of phonemes, into speech the browser can play and lips can
 * follow. It knows Flite's formats and nothing of threads or HTTP.
 */
import type { Phoneme } from '../sdk/presenter';

export interface Speech {
  wav: Uint8Array;
  sampleRate: number;
  phonemes: Phoneme[];
}

/** Of the RIFF header Flite writes: always this one, 16 bits mono. */
const RIFF_SIZE_OFFSET = 4;
const SAMPLE_RATE_OFFSET = 24;
const BYTE_RATE_OFFSET = 28;
const DATA_SIZE_OFFSET = 40;
const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
/** Flite is silent for 0.2 s before it speaks, and who asked would wait for it. This much is left for the lips to part. */
const MAX_LEAD_SECONDS = 0.03;

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

/**
 * Leaves out the silence before the first sound, and declares the samples to be `pitch` times as fast as they are; the
 * phonemes' times follow.
 */
export function toSpeech(fliteWav: Uint8Array, printout: string, pitch: number): Speech {
  const phonemes = parsePhonemePrintout(printout);
  const fliteRate = new DataView(fliteWav.buffer, fliteWav.byteOffset).getUint32(SAMPLE_RATE_OFFSET, true);
  const [first] = phonemes;
  const leadSeconds = first?.phone === 'pau' ? Math.max(0, first.endSeconds - MAX_LEAD_SECONDS) : 0;
  const leadSamples = Math.round(leadSeconds * fliteRate);
  const sampleRate = Math.round(fliteRate * pitch);
  const moved = (seconds: number) => Math.round((Math.max(0, seconds - leadSeconds) / pitch) * 1000) / 1000;
  return {
    wav: withoutStart(fliteWav, leadSamples * BYTES_PER_SAMPLE, sampleRate),
    sampleRate,
    phonemes: phonemes.map(({ phone, startSeconds, endSeconds }) => ({
      phone,
      startSeconds: moved(startSeconds),
      endSeconds: moved(endSeconds),
    })),
  };
}

function withoutStart(fliteWav: Uint8Array, leftOutBytes: number, sampleRate: number): Uint8Array {
  const wav = new Uint8Array(fliteWav.length - leftOutBytes);
  wav.set(fliteWav.subarray(0, HEADER_BYTES));
  wav.set(fliteWav.subarray(HEADER_BYTES + leftOutBytes), HEADER_BYTES);
  const header = new DataView(wav.buffer);
  header.setUint32(RIFF_SIZE_OFFSET, wav.length - 8, true);
  header.setUint32(SAMPLE_RATE_OFFSET, sampleRate, true);
  header.setUint32(BYTE_RATE_OFFSET, sampleRate * BYTES_PER_SAMPLE, true);
  header.setUint32(DATA_SIZE_OFFSET, wav.length - HEADER_BYTES, true);
  return wav;
}
