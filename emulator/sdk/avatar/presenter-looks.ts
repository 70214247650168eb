// What makes Ada, Mei and Zuri look different beyond their .avt files: tints, eyes, framing, and the style of the drawn
// portrait that stands in for them.

import type { Rgb } from './eyeball';
import type { BackdropColours } from './studio-backdrop';

export interface PresenterLook {
  /** File name under the assets' address. */
  modelFile: string;
  /** Multiplied with the baked pictures, in linear light. */
  tints: { skin: Rgb; hair: Rgb; cloth: Rgb; brows: Rgb; lashes: Rgb; eyes: Rgb };
  lashOpacity: number;
  /** Hair that falls beside the neck. */
  hasLongHair: boolean;
  iris: Rgb;
  backdrop: BackdropColours;
  portrait: PortraitStyle;
}

export interface PortraitStyle {
  /** How far the hair falls below the eyes, on the portrait's 480 units. */
  hairDrop: number;
  skin: string;
  skinLight: string;
  skinShadow: string;
  hair: string;
  hairLight: string;
  lips: string;
  cloth: string;
  clothLight: string;
  iris: string;
}

const looks = new Map<string, PresenterLook>([
  [
    'ada',
    {
      modelFile: 'ada.avt',
      tints: {
        skin: [1, 0.9, 0.82],
        hair: [0.62, 0.56, 0.54],
        cloth: [0.055, 0.1, 0.18],
        brows: [0.2, 0.13, 0.09],
        lashes: [0.05, 0.035, 0.03],
        eyes: [0.95, 0.94, 0.93],
      },
      lashOpacity: 0.6,
      hasLongHair: true,
      iris: [96, 64, 40],
      backdrop: { wallLight: '#8fa6b5', wallDark: '#3d5060', window: '#e9eef0', lamp: '#f3cf9c' },
      portrait: {
        hairDrop: 230,
        ...{ skin: '#f0c3a0', skinLight: '#f8d5b8', skinShadow: '#d99f7e', hair: '#4a2f24', hairLight: '#6d4836' },
        ...{ lips: '#c7635c', cloth: '#2d4a6b', clothLight: '#3a5d84', iris: '#5a3d28' },
      },
    },
  ],
  [
    'mei',
    {
      modelFile: 'mei.avt',
      tints: {
        skin: [1, 0.92, 0.84],
        hair: [0.9, 0.88, 0.9],
        cloth: [0.36, 0.42, 0.36],
        brows: [0.14, 0.1, 0.085],
        lashes: [0.03, 0.025, 0.025],
        eyes: [0.95, 0.94, 0.93],
      },
      lashOpacity: 0.55,
      hasLongHair: false,
      iris: [64, 40, 26],
      backdrop: { wallLight: '#a9a899', wallDark: '#4d564f', window: '#f4efe2', lamp: '#f6d9a8' },
      portrait: {
        hairDrop: 80,
        ...{ skin: '#f2cba6', skinLight: '#fadcbd', skinShadow: '#dba983', hair: '#1f1a1c', hairLight: '#3d3438' },
        ...{ lips: '#c9605f', cloth: '#7b6a58', clothLight: '#94826d', iris: '#3b2417' },
      },
    },
  ],
  [
    'zuri',
    {
      modelFile: 'zuri.avt',
      tints: {
        skin: [0.84, 0.92, 0.94],
        hair: [0.9, 0.85, 0.85],
        cloth: [0.2, 0.045, 0.07],
        brows: [0.09, 0.065, 0.055],
        lashes: [0.02, 0.018, 0.018],
        eyes: [0.7, 0.68, 0.66],
      },
      lashOpacity: 0.6,
      hasLongHair: false,
      iris: [58, 36, 22],
      backdrop: { wallLight: '#a08f86', wallDark: '#43393f', window: '#f3e4d3', lamp: '#f7c98a' },
      portrait: {
        hairDrop: 44,
        ...{ skin: '#8d5a3c', skinLight: '#a8714e', skinShadow: '#6d422b', hair: '#1b1413', hairLight: '#3a2b27' },
        ...{ lips: '#8a3f3c', cloth: '#6e2730', clothLight: '#8b3540', iris: '#2f1c12' },
      },
    },
  ],
]);

export const presenterNames = [...looks.keys()];

export function presenterLook(name: string): PresenterLook {
  const look = looks.get(name);
  if (!look) throw new Error(`no presenter is named ${name}; there are ${presenterNames.join(', ')}`);
  return look;
}
