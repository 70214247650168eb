// In which order the triangles of a part are drawn.

import type { Part } from './avt-file';

/**
 * Hair lies in layers. Drawn from the outside in, the layers below fail the depth test before they are shaded. The distance is
 * taken from the head's joint, which is the origin of all positions.
 */
export function outermostFirst(part: Part): Part {
  const { indices, weld, positions } = part;
  const distance = (triangle: number) => {
    let sum = 0;
    for (let corner = 0; corner < 3; corner++) {
      const p = (weld[indices[triangle * 3 + corner] ?? 0] ?? 0) * 3;
      sum += Math.hypot(positions[p] ?? 0, positions[p + 1] ?? 0, positions[p + 2] ?? 0);
    }
    return sum;
  };
  const triangles = Array.from({ length: indices.length / 3 }, (_, index) => ({ index, distance: distance(index) }));
  triangles.sort((a, b) => b.distance - a.distance);
  return {
    ...part,
    indices: Uint16Array.from(triangles.flatMap(({ index: t }) => [...indices.subarray(t * 3, t * 3 + 3)])),
  };
}
