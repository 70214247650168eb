// Which shape the mouth takes for which speech sound. Phones are ARPAbet as Flite prints them; shapes are given in the morph
// units of the .avt files and were tuned on renders.

export type Viseme =
  | 'silence'
  | 'PP'
  | 'FF'
  | 'TH'
  | 'DD'
  | 'kk'
  | 'CH'
  | 'SS'
  | 'nn'
  | 'RR'
  | 'aa'
  | 'ae'
  | 'ah'
  | 'E'
  | 'er'
  | 'I'
  | 'O'
  | 'U'
  | 'W';

export interface VisemeShape {
  weights: Readonly<Record<string, number>>;
  /** How far the tongue shows, 0 to 1. */
  tongue?: number;
  /** The lips touch: where this shape rules, nothing of its neighbours' opening is left. A slit would show teeth. */
  seals?: true;
  /** How stubbornly the shape holds against its neighbours: lips must meet for p, b, m whatever is around them. */
  dominance: number;
}

export const visemeShapes: Record<Viseme, VisemeShape> = {
  silence: { dominance: 0.9, weights: {}, seals: true },
  PP: { dominance: 3.2, weights: { compress: 0.38, purse: 0.08 }, seals: true },
  FF: { dominance: 2.6, weights: { mouthUp: 0.22, compress: 0.22, jawOpen: 0.05 } },
  TH: { dominance: 1.1, weights: { jawOpen: 0.18, lipsPart: 0.35 }, tongue: 0.7 },
  DD: { dominance: 0.6, weights: { jawOpen: 0.16, lipsPart: 0.38 }, tongue: 0.25 },
  nn: { dominance: 0.6, weights: { jawOpen: 0.13, lipsPart: 0.36 }, tongue: 0.2 },
  kk: { dominance: 0.45, weights: { jawOpen: 0.22, lipsPart: 0.28 } },
  CH: { dominance: 1.4, weights: { jawOpen: 0.1, protrude: 0.26, lipsPart: 0.35, purse: 0.12 } },
  SS: { dominance: 0.8, weights: { jawOpen: 0.04, lipsPart: 0.36, stretch: 0.2 } },
  RR: { dominance: 0.8, weights: { jawOpen: 0.16, protrude: 0.14, purse: 0.3, lipsPart: 0.15 } },
  aa: { dominance: 1, weights: { jawOpen: 0.52, lipsPart: 0.22, upperUp: 0.08 } },
  ae: { dominance: 1, weights: { jawOpen: 0.44, stretch: 0.22, lipsPart: 0.3, upperUp: 0.08 } },
  ah: { dominance: 1, weights: { jawOpen: 0.33, lipsPart: 0.25 } },
  E: { dominance: 1, weights: { jawOpen: 0.29, stretch: 0.24, lipsPart: 0.26 } },
  er: { dominance: 1, weights: { jawOpen: 0.18, purse: 0.26, protrude: 0.1, lipsPart: 0.2 } },
  I: { dominance: 1, weights: { jawOpen: 0.13, stretch: 0.34, lipsPart: 0.3 } },
  O: { dominance: 1.2, weights: { jawOpen: 0.36, protrude: 0.2, purse: 0.34 } },
  U: { dominance: 1.3, weights: { jawOpen: 0.1, purse: 0.62, protrude: 0.18 } },
  W: { dominance: 1.6, weights: { jawOpen: 0.04, purse: 0.72, protrude: 0.1 } },
};

const phonesOfViseme: readonly [Viseme, string][] = [
  ['silence', 'pau sil'],
  ['PP', 'p b m'],
  ['FF', 'f v'],
  ['TH', 'th dh'],
  ['DD', 't d l'],
  ['nn', 'n'],
  ['kk', 'k g ng hh'],
  ['CH', 'ch jh sh zh'],
  ['SS', 's z'],
  ['RR', 'r'],
  ['er', 'er'],
  ['aa', 'aa'],
  ['ae', 'ae'],
  ['ah', 'ah ax'],
  ['E', 'eh'],
  ['I', 'ih iy y'],
  ['O', 'ao'],
  ['U', 'uh uw'],
  ['W', 'w'],
];

const diphthongs: Readonly<Record<string, readonly [Viseme, Viseme]>> = {
  aw: ['aa', 'U'],
  ay: ['aa', 'I'],
  ey: ['E', 'I'],
  ow: ['O', 'U'],
  oy: ['O', 'I'],
};

const visemesOfPhone = new Map<string, readonly Viseme[]>([
  ...phonesOfViseme.flatMap(([viseme, phones]) => phones.split(' ').map((phone) => [phone, [viseme]] as const)),
  ...Object.entries(diphthongs),
]);

/** One shape, or two in turn for a diphthong. An unknown phone opens the mouth a little. */
export function visemesOf(phone: string): readonly Viseme[] {
  return visemesOfPhone.get(phone) ?? ['ah'];
}

export function isVowel(phone: string): boolean {
  return /^[aeiou]/.test(phone);
}
