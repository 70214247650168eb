// Splits each triangle of a part in four and rounds the result (Phong tessellation, Boubekeur and Alexa 2008), so that hair
// and shoulders lose their polygonal outline without a byte more to transfer. Morphs, seams and bone weights are kept.

import type { Morph, Part } from './avt-file';

/** 0 leaves the surface flat; 3/4 is what the paper recommends. */
const ROUNDNESS = 0.75;

export function smoothPart(part: Part): Part {
  const drawnEdges = new Map<number, number>();
  const weldedEdges = new Map<number, number>();
  const weld = Array.from(part.weld);
  const uvs = Array.from(part.uvs);
  const positions = Array.from(part.positions);
  const normals = Array.from(part.normals);
  const occlusion = Array.from(part.occlusion);
  const boneWeights = Array.from(part.boneWeights);
  const parents: [number, number][] = [];
  const key = (a: number, b: number) => (a < b ? a * 0x10000 + b : b * 0x10000 + a);
  const average = (values: number[], size: number, a: number, b: number) => {
    for (let c = 0; c < size; c++) values.push(((values[a * size + c] ?? 0) + (values[b * size + c] ?? 0)) / 2);
  };

  const weldedMidpoint = (a: number, b: number): number => {
    const known = weldedEdges.get(key(a, b));
    if (known !== undefined) return known;
    const index = positions.length / 3;
    weldedEdges.set(key(a, b), index);
    parents.push([a, b]);
    positions.push(...roundedMidpoint(part, a, b));
    average(normals, 3, a, b);
    average(occlusion, 1, a, b);
    average(boneWeights, 2, a, b);
    return index;
  };
  const midpoint = (a: number, b: number): number => {
    const known = drawnEdges.get(key(a, b));
    if (known !== undefined) return known;
    const index = weld.length;
    drawnEdges.set(key(a, b), index);
    weld.push(weldedMidpoint(part.weld[a] ?? 0, part.weld[b] ?? 0));
    average(uvs, 2, a, b);
    return index;
  };

  const indices: number[] = [];
  for (let t = 0; t < part.indices.length; t += 3) {
    const [a, b, c] = [part.indices[t] ?? 0, part.indices[t + 1] ?? 0, part.indices[t + 2] ?? 0];
    const [ab, bc, ca] = [midpoint(a, b), midpoint(b, c), midpoint(c, a)];
    indices.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca);
  }
  const firstNew = part.positions.length / 3;
  return {
    name: part.name,
    weld: Uint16Array.from(weld),
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    occlusion: Uint8Array.from(occlusion),
    boneWeights: Uint8Array.from(boneWeights),
    uvs: Uint16Array.from(uvs),
    indices: Uint16Array.from(indices),
    morphs: new Map([...part.morphs].map(([name, morph]) => [name, smoothMorph(morph, parents, firstNew)])),
  };
}

/** The edge's middle, pulled towards the planes that the normals at both ends span. */
function roundedMidpoint({ positions, normals }: Part, a: number, b: number): number[] {
  const at = (values: Float32Array, vertex: number, axis: number) => values[vertex * 3 + axis] ?? 0;
  const axes = [0, 1, 2];
  const middle = axes.map((axis) => (at(positions, a, axis) + at(positions, b, axis)) / 2);
  const distance = (vertex: number) => {
    const length = Math.hypot(...axes.map((axis) => at(normals, vertex, axis))) || 1;
    return (
      axes.reduce(
        (sum, axis) => sum + ((middle[axis] ?? 0) - at(positions, vertex, axis)) * at(normals, vertex, axis),
        0,
      ) / length
    );
  };
  const [toA, toB] = [distance(a), distance(b)];
  return axes.map(
    (axis) => (middle[axis] ?? 0) - (ROUNDNESS / 2) * (toA * at(normals, a, axis) + toB * at(normals, b, axis)),
  );
}

function smoothMorph({ vertices, deltas }: Morph, parents: [number, number][], firstNew: number): Morph {
  const slot = new Map(Array.from(vertices, (vertex, index) => [vertex, index]));
  const allVertices = Array.from(vertices);
  const allDeltas = Array.from(deltas);
  parents.forEach(([a, b], index) => {
    const [fromA, fromB] = [slot.get(a), slot.get(b)];
    if (fromA === undefined && fromB === undefined) return;
    const delta = (from: number | undefined, axis: number) => (from === undefined ? 0 : (deltas[from * 3 + axis] ?? 0));
    allVertices.push(firstNew + index);
    for (const axis of [0, 1, 2]) allDeltas.push((delta(fromA, axis) + delta(fromB, axis)) / 2);
  });
  return { vertices: Uint16Array.from(allVertices), deltas: Float32Array.from(allDeltas) };
}
