// Smooths the edges of a finished picture (after FXAA, Lottes 2009), where multisampling costs as much again as the drawing:
// on software renderers. The picture is drawn into a texture over a backdrop that is copied, not painted, each frame. Only the
// middle is drawn anew: beside it there is nothing but backdrop, and the canvas, which keeps what was drawn, has that already.

import type { GlResources, Program } from './gl-resources';
import { backgroundVertexShader, edgeSmoothingFragmentShader } from './shaders/fragment-shaders';
import type { PictureSize } from './studio-backdrop';

/** Relative to the height: the shoulders and room for their sway. */
const MIDDLE_WIDTH = 1.35;

export class EdgeSmoothing {
  readonly #resources: GlResources;
  readonly #program: Program;
  readonly #size: PictureSize;
  readonly #picture: WebGLTexture;
  readonly #scene: WebGLFramebuffer;
  readonly #backdrop: WebGLFramebuffer;
  readonly #wholePicture: WebGLVertexArrayObject;

  /** Ready to be drawn into once `paintBackdrop` was called. */
  constructor(resources: GlResources, size: PictureSize) {
    this.#resources = resources;
    this.#size = size;
    this.#program = resources.program(backgroundVertexShader, edgeSmoothingFragmentShader);
    this.#wholePicture = resources.vertexArray();
    const backdrop = resources.target(size);
    const scene = resources.target(size, { depth: true });
    this.#backdrop = backdrop.framebuffer;
    this.#scene = scene.framebuffer;
    this.#picture = scene.texture;
  }

  /** What is behind everything, painted once. From then on only the middle changes. */
  paintBackdrop(paint: () => void): void {
    const { gl } = this.#resources;
    for (const target of [null, this.#backdrop, this.#scene]) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, target);
      paint();
    }
    const { width, height } = this.#size;
    const middleWidth = Math.min(width, Math.ceil(height * MIDDLE_WIDTH));
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(Math.floor((width - middleWidth) / 2), 0, middleWidth, height);
  }

  /** What is drawn from now on lies on the backdrop. */
  begin(): void {
    const { gl } = this.#resources;
    const { width, height } = this.#size;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#backdrop);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, this.#scene);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.clear(gl.DEPTH_BUFFER_BIT);
  }

  /** Puts what was drawn on the canvas. */
  finish(): void {
    const { gl } = this.#resources;
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.disable(gl.DEPTH_TEST);
    this.#resources.activate(this.#program);
    gl.bindTexture(gl.TEXTURE_2D, this.#picture);
    gl.bindVertexArray(this.#wholePicture);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.enable(gl.DEPTH_TEST);
  }
}
