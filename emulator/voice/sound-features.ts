/**
 * HeadAudio's analysis of a sound, 60 times a second: spectral features, loudness and viseme. Its processor expects an
 * audio worklet; here it receives a finished sound in slices.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { type HeadaudioEvent, Processor } from '@met4citizen/headaudio/modules/processor.mjs';
import { Training } from '@met4citizen/headaudio/modules/training.mjs';
import type { Sound } from './speech';

export interface SoundFrame {
  seconds: number;
  /** 12 numbers. Only their differences have a meaning. */
  features: Float32Array;
  /** In powers of ten, 0 for the loudest frame. */
  loudness: number;
}

export interface HeardMouth {
  seconds: number;
  /** HeadAudio's number of an Oculus viseme. */
  viseme: number;
}

/** The processor takes about a hundredth of this time. The emulator answers other requests in between. */
const SLICE_SECONDS = 0.25;
/** HeadAudio only lowers a rate, to this one. */
const LOWEST_SAMPLE_RATE = 16_000;
/** HeadAudio decides by the majority of its last six frames of 16 ms. */
const DECISION_SECONDS = 0.048;

let model: Promise<unknown[]> | undefined;

function loadModel(): Promise<unknown[]> {
  model ??= readFile(createRequire(import.meta.url).resolve('@met4citizen/headaudio/dist/model-en-mixed.bin')).then(
    async (bytes) =>
      (await new Training().loadModel(`data:application/octet-stream;base64,${bytes.toString('base64')}`)).model,
  );
  return model;
}

export async function framesOf(sound: Sound): Promise<SoundFrame[]> {
  const frames: SoundFrame[] = [];
  await process(sound, { featureEventsEnabled: true }, [], (message) => {
    if (message.event !== 'feature') return;
    frames.push({ seconds: message.t, features: message.vector.slice(), loudness: message.le });
  });
  const loudest = frames.reduce((most, { loudness }) => Math.max(most, loudness), Number.NEGATIVE_INFINITY);
  for (const frame of frames) frame.loudness -= loudest;
  return frames;
}

export async function mouthsHeardIn(sound: Sound): Promise<HeardMouth[]> {
  const heard: HeardMouth[] = [];
  await process(sound, {}, await loadModel(), (message) => {
    if (message.event === 'viseme' && message.viseme !== null)
      heard.push({ seconds: Math.max(0, message.t - DECISION_SECONDS), viseme: message.viseme });
  });
  return heard;
}

function atDoubleRate({ samples, sampleRate }: Sound): Sound {
  const between = (index: number) => ((samples[index] ?? 0) + (samples[index + 1] ?? 0)) / 2;
  const doubled = samples.length * 2;
  return {
    samples: Float32Array.from({ length: doubled }, (_, at) => (at % 2 ? between(at >> 1) : (samples[at >> 1] ?? 0))),
    sampleRate: sampleRate * 2,
  };
}

async function process(
  sound: Sound,
  processorOptions: { featureEventsEnabled?: boolean },
  prototypes: readonly unknown[],
  onMessage: (message: HeadaudioEvent) => void,
): Promise<void> {
  if (sound.sampleRate < LOWEST_SAMPLE_RATE)
    return process(atDoubleRate(sound), processorOptions, prototypes, onMessage);
  const { samples, sampleRate } = sound;
  const needsEveryFrame = processorOptions.featureEventsEnabled === true;
  const processor = new Processor(
    { sampleRate, processorOptions, parameterData: { vadMode: needsEveryFrame ? 0 : 1 } },
    { port: { postMessage: onMessage } },
  );
  processor.classifier.import({ model: prototypes });
  const slice = Math.ceil(sampleRate * SLICE_SECONDS);
  for (let at = 0; at < samples.length; at += slice) {
    processor.process(samples.subarray(at, at + slice));
    await setImmediate();
  }
}
