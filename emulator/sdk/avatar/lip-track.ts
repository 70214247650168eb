// Turns a timeline of speech sounds into the mouth of any moment. Neighbouring shapes overlap (coarticulation, after Cohen and
// Massaro 1993): each pulls with a weight that fades with distance in time. Pure functions of time.

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

/** A diphthong spends this share of its time on its first vowel. */
const DIPHTHONG_SPLIT = 0.58;
/** How far a shape reaches beyond its own sound. */
const REACH_SECONDS = 0.05;
const FALL_OFF = 1.6;
/** Beyond this many half-lengths a shape no longer counts. */
const MAX_DISTANCE = 2.2;
/** Longest distance at which any shape can count: short sounds have the rest of their reach cut off. */
const WINDOW_SECONDS = 0.22;
/** Draws the mouth to rest where nothing is near. */
const REST_WEIGHT = 0.02;

/** Lips that touch for a share of the pull begin to meet, and have met. */
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
