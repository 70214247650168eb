// Whether one can look into the mouth: closed, its inside need not be drawn.

import type { MorphWeights } from './pose';

const openingMorphs = ['jawOpen', 'lipsPart', 'partLater', 'protrude', 'upperUp', 'mouthUp', 'evert', 'mouthDown'];
/** Below this sum the lips still touch. */
const CLOSED = 0.02;

export const isMouthOpen = (weights: MorphWeights): boolean =>
  openingMorphs.reduce((sum, name) => sum + (weights[name] ?? 0), 0) > CLOSED;
