import type { Phoneme } from '../sdk/presenter';

/** One channel; a sample is a number from -1 to 1. */
export interface Sound {
  samples: Float32Array;
  sampleRate: number;
}

export interface Speech extends Sound {
  phonemes: Phoneme[];
}

export const secondsOf = ({ samples, sampleRate }: Sound): number => samples.length / sampleRate;
