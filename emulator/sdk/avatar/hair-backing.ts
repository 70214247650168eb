// A dark sheet behind the neck, between the two falls of long hair. The baked hair has no inside there, so that slivers of
// the bright room would show beside the neck.

import type { Part } from './avt-file';
import type { Rgb } from './eyeball';

/** In decimetres from the head's joint: inside the neck, where it is never seen head-on, out to under the hair. */
const HALF_WIDTH = 0.72;
const TOP = 0.2;
const BOTTOM = -1.7;
const DEPTH = -0.55;
/** Deep in the shadow of the hair. */
const OCCLUSION = 60;

/** Brightness of unlit hair against the cloth's near-white picture. */
const SHADE = 0.05;

export const hairBackingTint = ([red, green, blue]: Rgb): Rgb => [
  red * SHADE,
  green * SHADE * 0.7,
  blue * SHADE * 0.55,
];

export function hairBacking(): Part {
  const corners = [
    [-HALF_WIDTH, TOP],
    [HALF_WIDTH, TOP],
    [HALF_WIDTH, BOTTOM],
    [-HALF_WIDTH, BOTTOM],
  ] as const;
  return {
    name: 'hair',
    weld: Uint16Array.of(0, 1, 2, 3),
    positions: Float32Array.from(corners.flatMap(([x, y]) => [x, y, DEPTH])),
    normals: Float32Array.from(corners.flatMap(() => [0, 0, 1])),
    occlusion: Uint8Array.from(corners, () => OCCLUSION),
    // The upper edge goes with the head, the lower one with the neck.
    boneWeights: Uint8Array.of(0, 255, 0, 255, 255, 0, 255, 0),
    uvs: Uint16Array.from(corners.flatMap(() => [0x8000, 0x8000])),
    indices: Uint16Array.of(0, 1, 2, 0, 2, 3),
    morphs: new Map(),
  };
}
