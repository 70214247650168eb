// Computes the mouth at any moment from a timeline of speech sounds. Neighbouring shapes overlap (coarticulation, after
// Cohen and Massaro 1993): the weight of each falls with its distance in time. Pure functions of time.

import type { Phoneme } from '../presenter';
import { shapesOf, type VisemeShape } from './viseme';

export interface Mouth {
  weights: Record<string, number>;
  tongue: number;
}

interface Keyframe {
  shape: VisemeShape;
  startSeconds: number;
  endSeconds: number;
}

export type LipTrack = readonly Keyframe[];

/** The share of its time that a diphthong spends on its first vowel. */
const DIPHTHONG_SPLIT = 0.58;
/** How far a shape reaches beyond its own sound. */
const REACH_SECONDS = 0.05;
const FALL_OFF = 1.6;
/** Beyond this many half-lengths a shape no longer counts. */
const MAX_DISTANCE = 2.2;
/** The longest distance at which a shape counts. It cuts off the reach of short sounds. */
const WINDOW_SECONDS = 0.22;
/** The weight of the mouth at rest, which wins where no sound is near. */
const REST_WEIGHT = 0.02;

/** The shares of the pull at which touching lips begin to meet, and meet. */
const SEALING_FROM = 0.4;
const SEALED_FROM = 0.68;
const partingMorphs = ['jawOpen', 'lipsPart', 'upperUp', 'protrude'];

export function buildLipTrack(timeline: readonly Phoneme[]): LipTrack {
  return timeline.flatMap(({ phone, startSeconds, endSeconds }) => {
    const shapes = shapesOf(phone);
    const middle = shapes.length === 1 ? endSeconds : startSeconds + (endSeconds - startSeconds) * DIPHTHONG_SPLIT;
    return shapes.map((shape, index) =>
      index === 0 ? { shape, startSeconds, endSeconds: middle } : { shape, startSeconds: middle, endSeconds },
    );
  });
}

export function mouthAt(track: LipTrack, seconds: number): Mouth {
  let total = REST_WEIGHT;
  let tongue = 0;
  let sealing = 0;
  const weights: Record<string, number> = {};
  for (const { shape, startSeconds, endSeconds } of track) {
    if (endSeconds < seconds - WINDOW_SECONDS) continue;
    if (startSeconds > seconds + WINDOW_SECONDS) break;
    const middle = (startSeconds + endSeconds) / 2;
    const reach = (endSeconds - startSeconds) / 2 + REACH_SECONDS;
    const distance = Math.abs(seconds - middle) / reach;
    if (distance > MAX_DISTANCE) continue;
    const pull = shape.dominance * Math.exp(-FALL_OFF * distance * distance);
    total += pull;
    if (shape.seals) sealing += pull;
    tongue += pull * (shape.tongue ?? 0);
    for (const [unit, value] of Object.entries(shape.weights)) weights[unit] = (weights[unit] ?? 0) + pull * value;
  }
  const open = Math.min(1, Math.max(0, (SEALED_FROM - sealing / total) / (SEALED_FROM - SEALING_FROM)));
  for (const [unit, sum] of Object.entries(weights))
    weights[unit] = (sum / total) * (partingMorphs.includes(unit) ? open : 1);
  return { weights, tongue: (tongue / total) * open };
}
