// One part of the bust on the graphics card: its buffers, refreshed when a morph has moved it.

import type { Part } from './avt-file';
import { DeformingMesh, FLOATS_PER_VERTEX } from './deforming-mesh';
import type { GlResources } from './gl-resources';
import type { MorphWeights, Triple } from './pose';
import { attributeLocations } from './shaders/vertex-shader';

const FLOAT_BYTES = 4;
/** Vertex attributes are fetched fastest on four-byte borders. */
const PADDED_BYTES = 4;

export class PartMesh {
  readonly #gl: WebGL2RenderingContext;
  readonly #mesh: DeformingMesh;
  readonly #vertexArray: WebGLVertexArrayObject;
  readonly #vertexBuffer: WebGLBuffer;
  readonly #indexCount: number;

  constructor(resources: GlResources, part: Part) {
    const { gl } = resources;
    this.#gl = gl;
    this.#mesh = new DeformingMesh(part);
    this.#indexCount = part.indices.length;
    this.#vertexArray = resources.vertexArray();
    const strideBytes = FLOATS_PER_VERTEX * FLOAT_BYTES;
    this.#vertexBuffer = resources.vertexBuffer(
      this.#mesh.vertices,
      gl.DYNAMIC_DRAW,
      { location: attributeLocations.position, size: 3, type: gl.FLOAT, strideBytes },
      { location: attributeLocations.normal, size: 3, type: gl.FLOAT, strideBytes, offsetBytes: 3 * FLOAT_BYTES },
    );
    const unsignedShort = { type: gl.UNSIGNED_SHORT, normalised: true };
    resources.vertexBuffer(Uint16Array.from(part.uvs), gl.STATIC_DRAW, {
      ...unsignedShort,
      location: attributeLocations.uv,
      size: 2,
    });
    const baked = new Uint8Array(part.weld.length * PADDED_BYTES);
    part.weld.forEach((vertex, index) => {
      baked[index * PADDED_BYTES] = part.occlusion[vertex] ?? 0;
      baked[index * PADDED_BYTES + 1] = part.boneWeights[vertex * 2] ?? 0;
      baked[index * PADDED_BYTES + 2] = part.boneWeights[vertex * 2 + 1] ?? 0;
    });
    const unsignedByte = { type: gl.UNSIGNED_BYTE, normalised: true, strideBytes: PADDED_BYTES };
    resources.vertexBuffer(
      baked,
      gl.STATIC_DRAW,
      { ...unsignedByte, location: attributeLocations.occlusion, size: 1 },
      { ...unsignedByte, location: attributeLocations.boneWeights, size: 2, offsetBytes: 1 },
    );
    resources.indexBuffer(Uint16Array.from(part.indices));
  }

  deform(weights: MorphWeights, shift: Triple): void {
    if (!this.#mesh.deform(weights, shift)) return;
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, this.#vertexBuffer);
    this.#gl.bufferSubData(this.#gl.ARRAY_BUFFER, 0, this.#mesh.vertices);
  }

  draw(): void {
    this.#gl.bindVertexArray(this.#vertexArray);
    this.#gl.drawElements(this.#gl.TRIANGLES, this.#indexCount, this.#gl.UNSIGNED_SHORT, 0);
  }
}
