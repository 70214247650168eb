// The room behind the bust as one textured triangle over the whole picture. Which room that is, it does not know.

import type { GlResources, Program } from './gl-resources';

export class Background {
  readonly #resources: GlResources;
  readonly #program: Program;
  readonly #texture: WebGLTexture;
  readonly #vertexArray: WebGLVertexArrayObject;

  constructor(resources: GlResources, program: Program, room: TexImageSource) {
    this.#resources = resources;
    this.#program = program;
    this.#texture = resources.texture(room);
    this.#vertexArray = resources.vertexArray();
  }

  /** At the far end of the depth range: where something is in front already, nothing is painted. */
  draw(): void {
    const { gl } = this.#resources;
    this.#resources.activate(this.#program);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    gl.bindVertexArray(this.#vertexArray);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
}
