// Maps speech sounds to shapes of the mouth. Phones are ARPAbet as Flite prints them. Shapes use the units of the
// presenters' meshes and were tuned on renders.

import type { MorphWeights } from './pose';

export interface VisemeShape {
  /** The sounds with this shape. */
  phones: string;
  weights: MorphWeights;
  /** How far the tongue shows, 0 to 1. */
  tongue?: number;
  /** The lips touch: where this shape dominates, it removes its neighbours' opening. A slit would show teeth. */
  seals?: true;
  /** The weight of the shape against its neighbours: lips must meet for p, b, m next to any sound. */
  dominance: number;
}

const shapes = {
  silence: { phones: 'pau sil', dominance: 0.9, weights: {}, seals: true },
  PP: { phones: 'p b m', dominance: 3.2, weights: { compress: 0.38, purse: 0.08 }, seals: true },
  FF: { phones: 'f v', dominance: 2.6, weights: { mouthUp: 0.22, compress: 0.22, jawOpen: 0.05 } },
  TH: { phones: 'th dh', dominance: 1.1, weights: { jawOpen: 0.18, lipsPart: 0.35 }, tongue: 0.7 },
  DD: { phones: 't d l', dominance: 0.6, weights: { jawOpen: 0.16, lipsPart: 0.38 }, tongue: 0.25 },
  nn: { phones: 'n', dominance: 0.6, weights: { jawOpen: 0.13, lipsPart: 0.36 }, tongue: 0.2 },
  kk: { phones: 'k g ng hh', dominance: 0.45, weights: { jawOpen: 0.22, lipsPart: 0.28 } },
  CH: { phones: 'ch jh sh zh', dominance: 1.4, weights: { jawOpen: 0.1, protrude: 0.26, lipsPart: 0.35, purse: 0.12 } },
  SS: { phones: 's z', dominance: 0.8, weights: { jawOpen: 0.04, lipsPart: 0.36, stretch: 0.2 } },
  RR: { phones: 'r', dominance: 0.8, weights: { jawOpen: 0.16, protrude: 0.14, purse: 0.3, lipsPart: 0.15 } },
  er: { phones: 'er', dominance: 1, weights: { jawOpen: 0.18, purse: 0.26, protrude: 0.1, lipsPart: 0.2 } },
  aa: { phones: 'aa', dominance: 1, weights: { jawOpen: 0.52, lipsPart: 0.22, upperUp: 0.08 } },
  ae: { phones: 'ae', dominance: 1, weights: { jawOpen: 0.44, stretch: 0.22, lipsPart: 0.3, upperUp: 0.08 } },
  ah: { phones: 'ah ax', dominance: 1, weights: { jawOpen: 0.33, lipsPart: 0.25 } },
  E: { phones: 'eh', dominance: 1, weights: { jawOpen: 0.29, stretch: 0.24, lipsPart: 0.26 } },
  I: { phones: 'ih iy y', dominance: 1, weights: { jawOpen: 0.13, stretch: 0.34, lipsPart: 0.3 } },
  O: { phones: 'ao', dominance: 1.2, weights: { jawOpen: 0.31, protrude: 0.4, purse: 0.38 } },
  U: { phones: 'uh uw', dominance: 1.3, weights: { jawOpen: 0.03, purse: 0.52, protrude: 0.38, stretch: -0.34 } },
  W: { phones: 'w', dominance: 1.6, weights: { jawOpen: 0.02, purse: 0.58, protrude: 0.4, stretch: -0.4 } },
} satisfies Record<string, VisemeShape>;

export const visemeShapes: readonly VisemeShape[] = Object.values(shapes);

const shapesOfPhone = new Map<string, readonly VisemeShape[]>([
  ...visemeShapes.flatMap((shape) => shape.phones.split(' ').map((phone) => [phone, [shape]] as const)),
  ['aw', [shapes.aa, shapes.U]],
  ['ay', [shapes.aa, shapes.I]],
  ['ey', [shapes.E, shapes.I]],
  ['ow', [shapes.O, shapes.U]],
  ['oy', [shapes.O, shapes.I]],
]);

/** Returns one shape, or two in turn for a diphthong. An unknown phone opens the mouth a little. */
export function shapesOf(phone: string): readonly VisemeShape[] {
  return shapesOfPhone.get(phone) ?? [shapes.ah];
}

export function isVowel(phone: string): boolean {
  return /^[aeiou]/.test(phone);
}
