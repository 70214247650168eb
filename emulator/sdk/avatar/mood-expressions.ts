// Each mood at rest: the face, the tilt of the head, and where the eyes go when they leave the viewer.

import type { Mood } from '../presenter';
import type { MorphWeights, Turn } from './pose';

export interface MoodExpression {
  weights: MorphWeights;
  head: Turn;
  /** Yaw and pitch that the eyes drift to. Without it, a random spot near the viewer. */
  averted?: readonly [number, number];
  /** Chance that the next look goes away from the viewer. */
  avertChance: number;
  /** How much the head wanders. */
  liveliness: number;
}

export const moodExpressions: Record<Mood, MoodExpression> = {
  idle: {
    weights: { smile: 0.42, browInL: 0.26, browInR: 0.26, browUpL: 0.06, browUpR: 0.06, squintL: 0.08, squintR: 0.08 },
    head: [0, 0, 0.02],
    avertChance: 0.12,
    liveliness: 1,
  },
  listening: {
    weights: { smile: 0.3, browUpL: 0.22, browUpR: 0.22, browInL: 0.18, browInR: 0.18, wideL: 0.1, wideR: 0.1 },
    head: [0.035, -0.03, 0.085],
    avertChance: 0.04,
    liveliness: 0.7,
  },
  thinking: {
    weights: {
      smile: 0.06,
      browDownL: 0.12,
      browUpR: 0.2,
      browInL: 0.2,
      purse: 0.08,
      compress: 0.1,
      squintL: 0.14,
      squintR: 0.1,
    },
    head: [-0.05, 0.12, -0.05],
    averted: [0.3, 0.16],
    avertChance: 0.75,
    liveliness: 1,
  },
  speaking: {
    weights: { smile: 0.32, browInL: 0.2, browInR: 0.2, browUpL: 0.1, browUpR: 0.1 },
    head: [0, 0, 0],
    avertChance: 0.16,
    liveliness: 1.5,
  },
};
