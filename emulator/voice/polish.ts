/**
 * Makes consecutive sentences of every voice fit: an even level, no clicks at the edges, and natural pauses. The
 * phonemes' times follow.
 */
import type { Phoneme } from '../sdk/presenter';
import { type Speech, secondsOf } from './speech';

/** Loudness of the audible parts, relative to full scale. Flite's male voice alone is 5 dB below its female one. */
const LEVEL = 10 ** (-16 / 20);
const PEAK = 10 ** (-1 / 20);
/** The highest gain, so that the noise of a nearly silent sound stays quiet. */
const MAX_GAIN = 10 ** (24 / 20);
const FRAME_SECONDS = 0.01;
/** A part with less power than this share of the loudest counts as silence. */
const SILENT_SHARE = 10 ** (-45 / 10);
const FADE_SECONDS = 0.006;
/** Kept before the first sound, for the lips to part, and after the last one, for it to fade. */
const LEAD_SECONDS = 0.03;
const RELEASE_SECONDS = 0.08;
/** At a comma. Flite pauses for 0.1 s, which sounds out of breath. */
const CLAUSE_PAUSE_SECONDS = 0.2;
/** At the end of a sentence. The player adds some 0.05 s. */
const SENTENCE_PAUSE_SECONDS = 0.36;

/** Returns undefined when nothing is audible. */
export function polished(speech: Speech, text: string): Speech | undefined {
  const bounds = soundingPart(speech);
  if (!bounds) return undefined;
  const spoken = cut(speech, bounds.start, bounds.end);
  fade(spoken.samples, spoken.sampleRate);
  const endsClause = /[,;:，、；：]["'”’)]*\s*$/.test(text);
  return level(withTail(spoken, endsClause ? CLAUSE_PAUSE_SECONDS : SENTENCE_PAUSE_SECONDS));
}

/** Power of each hundredth of a second. */
function framePowers({ samples, sampleRate }: Speech): { powers: number[]; size: number } {
  const size = Math.max(1, Math.round(sampleRate * FRAME_SECONDS));
  const powers: number[] = [];
  for (let at = 0; at < samples.length; at += size) {
    const frame = samples.subarray(at, at + size);
    powers.push(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);
  }
  return { powers, size };
}

function soundingPart(speech: Speech): { start: number; end: number } | undefined {
  const { powers, size } = framePowers(speech);
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  if (!(loudest > 1e-8 && loudest < Number.POSITIVE_INFINITY)) return undefined;
  const sounds = (power: number) => power > loudest * SILENT_SHARE;
  const lead = Math.round(LEAD_SECONDS * speech.sampleRate);
  const release = Math.round(RELEASE_SECONDS * speech.sampleRate);
  // A known phone counts, however soft: the h of "hello".
  const phones = speech.phonemes.filter(({ phone }) => phone !== 'pau');
  const firstPhone = (phones[0]?.startSeconds ?? Number.POSITIVE_INFINITY) * speech.sampleRate;
  const lastPhone = (phones.at(-1)?.endSeconds ?? 0) * speech.sampleRate;
  return {
    start: Math.max(0, Math.round(Math.min(powers.findIndex(sounds) * size, firstPhone)) - lead),
    end: Math.min(
      speech.samples.length,
      Math.round(Math.max((powers.findLastIndex(sounds) + 1) * size, lastPhone)) + release,
    ),
  };
}

function cut({ samples, sampleRate, phonemes }: Speech, start: number, end: number): Speech {
  const [from, to] = [start / sampleRate, end / sampleRate];
  const within = (seconds: number) => Math.min(to, Math.max(from, seconds)) - from;
  return {
    samples: samples.slice(start, end),
    sampleRate,
    phonemes: phonemes
      .map(({ phone, startSeconds, endSeconds }) => ({
        phone,
        startSeconds: within(startSeconds),
        endSeconds: within(endSeconds),
      }))
      .filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds),
  };
}

/** Inserts silence into the middle of the pauses between the first and the last sound. */
export function withClausePauses(speech: Speech): Speech {
  const { sampleRate, phonemes } = speech;
  const parts: Float32Array[] = [];
  const moved: Phoneme[] = [];
  let taken = 0;
  let addedSamples = 0;
  phonemes.forEach(({ phone, startSeconds, endSeconds }, index) => {
    const isInner = index > 0 && index < phonemes.length - 1;
    const missing = phone === 'pau' && isInner ? CLAUSE_PAUSE_SECONDS - (endSeconds - startSeconds) : 0;
    const before = addedSamples / sampleRate;
    if (missing > 0) {
      const middle = Math.round(((startSeconds + endSeconds) / 2) * sampleRate);
      const silence = new Float32Array(Math.round(missing * sampleRate));
      parts.push(speech.samples.subarray(taken, middle), silence);
      taken = middle;
      addedSamples += silence.length;
    }
    moved.push({ phone, startSeconds: startSeconds + before, endSeconds: endSeconds + addedSamples / sampleRate });
  });
  parts.push(speech.samples.subarray(taken));
  return { samples: joined(parts), sampleRate, phonemes: moved };
}

/** Changes the samples in place. */
function fade(samples: Float32Array, sampleRate: number): void {
  const length = Math.min(Math.round(FADE_SECONDS * sampleRate), Math.floor(samples.length / 2));
  for (let index = 0; index < length; index++) {
    const share = 0.5 - 0.5 * Math.cos((Math.PI * index) / length);
    for (const at of [index, samples.length - 1 - index]) samples[at] = (samples[at] ?? 0) * share;
  }
}

/** Sets the silence after the last sound to this length. */
function withTail(speech: Speech, seconds: number): Speech {
  const { samples, sampleRate, phonemes } = speech;
  const silence = new Float32Array(Math.round(Math.max(0, seconds - RELEASE_SECONDS) * sampleRate));
  const end = secondsOf(speech);
  return {
    samples: joined([samples, silence]),
    sampleRate,
    phonemes: [...phonemes, { phone: 'pau', startSeconds: end, endSeconds: end + silence.length / sampleRate }],
  };
}

function level(speech: Speech): Speech {
  const { powers } = framePowers(speech);
  const loudest = Math.max(...powers);
  const sounding = powers.filter((power) => power > loudest * SILENT_SHARE);
  const loudness = Math.sqrt(sounding.reduce((sum, power) => sum + power, 0) / sounding.length);
  const peak = speech.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = Math.min(LEVEL / loudness, PEAK / peak, MAX_GAIN);
  return { ...speech, samples: speech.samples.map((sample) => sample * gain) };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
