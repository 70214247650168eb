// One part's vertices as they are this frame: morphs added on the CPU, normals made to follow, interleaved for upload.
// On the CPU because 25 sparse morphs cost 1-2 ms there, and far more as vertex attributes in software WebGL.

import type { Part } from './avt-file';
import type { MorphWeights, Triple } from './pose';

/** Position and normal. */
export const FLOATS_PER_VERTEX = 6;

export class DeformingMesh {
  /** Position and normal of each drawn vertex, ready for a vertex buffer. */
  readonly vertices: Float32Array<ArrayBuffer>;
  readonly #part: Part;
  readonly #positions: Float32Array;
  readonly #normals: Float32Array;
  /** Triangles of welded vertices that a morph can move, or that touch one: only their normals are computed. */
  readonly #movingTriangles: Uint16Array;
  /** Area-weighted sum of face normals, per welded vertex. */
  readonly #faceNormals: Float32Array;
  /** Baked normal minus computed normal at rest: keeps the bake's finer shading while the mesh moves. */
  readonly #normalCorrection: Float32Array;
  #moved = false;

  constructor(part: Part) {
    this.#part = part;
    this.vertices = new Float32Array(part.weld.length * FLOATS_PER_VERTEX);
    this.#positions = part.positions.slice();
    this.#normals = part.normals.slice();
    this.#movingTriangles = findMovingTriangles(part);
    this.#faceNormals = new Float32Array(part.positions.length);
    this.#computeFaceNormals();
    this.#normalCorrection = part.normals.map((value, index) => value - (this.#faceNormals[index] ?? 0));
    this.#interleave();
  }

  /** Gives false when nothing changed since the last call. */
  deform(weights: MorphWeights, shift: Triple): boolean {
    const positions = this.#positions;
    const [shiftX, shiftY, shiftZ] = shift;
    let moves = shiftX !== 0 || shiftY !== 0 || shiftZ !== 0;
    positions.set(this.#part.positions);
    for (const [name, { vertices, deltas }] of this.#part.morphs) {
      const weight = weights[name];
      if (!weight) continue;
      moves = true;
      for (let i = 0, d = 0; i < vertices.length; i++, d += 3) {
        const p = (vertices[i] as number) * 3;
        positions[p] = (positions[p] as number) + weight * (deltas[d] as number);
        positions[p + 1] = (positions[p + 1] as number) + weight * (deltas[d + 1] as number);
        positions[p + 2] = (positions[p + 2] as number) + weight * (deltas[d + 2] as number);
      }
    }
    if (!moves && !this.#moved) return false;
    this.#moved = moves;
    if (shiftX || shiftY || shiftZ) {
      for (let p = 0; p < positions.length; p += 3) {
        positions[p] = (positions[p] as number) + shiftX;
        positions[p + 1] = (positions[p + 1] as number) + shiftY;
        positions[p + 2] = (positions[p + 2] as number) + shiftZ;
      }
    }
    this.#computeFaceNormals();
    for (let i = 0; i < this.#normals.length; i++) {
      this.#normals[i] = (this.#faceNormals[i] as number) + (this.#normalCorrection[i] as number);
    }
    this.#interleave();
    return true;
  }

  #computeFaceNormals(): void {
    const p = this.#positions;
    const sum = this.#faceNormals;
    const triangles = this.#movingTriangles;
    sum.fill(0);
    for (let t = 0; t < triangles.length; t += 3) {
      const a = (triangles[t] as number) * 3;
      const b = (triangles[t + 1] as number) * 3;
      const c = (triangles[t + 2] as number) * 3;
      const [ax, ay, az] = [p[a] as number, p[a + 1] as number, p[a + 2] as number];
      const [ux, uy, uz] = [(p[b] as number) - ax, (p[b + 1] as number) - ay, (p[b + 2] as number) - az];
      const [vx, vy, vz] = [(p[c] as number) - ax, (p[c + 1] as number) - ay, (p[c + 2] as number) - az];
      const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
      for (const v of [a, b, c]) {
        sum[v] = (sum[v] as number) + nx;
        sum[v + 1] = (sum[v + 1] as number) + ny;
        sum[v + 2] = (sum[v + 2] as number) + nz;
      }
    }
    for (let v = 0; v < sum.length; v += 3) {
      const length = Math.hypot(sum[v] as number, sum[v + 1] as number, sum[v + 2] as number);
      if (length === 0) continue;
      sum[v] = (sum[v] as number) / length;
      sum[v + 1] = (sum[v + 1] as number) / length;
      sum[v + 2] = (sum[v + 2] as number) / length;
    }
  }

  #interleave(): void {
    const { weld } = this.#part;
    const [positions, normals, out] = [this.#positions, this.#normals, this.vertices];
    for (let i = 0, o = 0; i < weld.length; i++, o += FLOATS_PER_VERTEX) {
      const v = (weld[i] as number) * 3;
      out[o] = positions[v] as number;
      out[o + 1] = positions[v + 1] as number;
      out[o + 2] = positions[v + 2] as number;
      out[o + 3] = normals[v] as number;
      out[o + 4] = normals[v + 1] as number;
      out[o + 5] = normals[v + 2] as number;
    }
  }
}

function findMovingTriangles({ indices, weld, positions, morphs }: Part): Uint16Array {
  const welded = Uint16Array.from(indices, (index) => weld[index] as number);
  const moved = new Uint8Array(positions.length / 3);
  for (const { vertices } of morphs.values()) for (const vertex of vertices) moved[vertex] = 1;
  const touching = (marks: Uint8Array) => {
    const triangles: number[] = [];
    for (let t = 0; t < welded.length; t += 3) {
      const corners = [welded[t] as number, welded[t + 1] as number, welded[t + 2] as number];
      if (corners.some((corner) => marks[corner])) triangles.push(...corners);
    }
    return triangles;
  };
  const neighbours = new Uint8Array(moved.length);
  for (const vertex of touching(moved)) neighbours[vertex] = 1;
  return Uint16Array.from(touching(neighbours));
}
