// Smooths the edges of a finished picture (after FXAA, Lottes 2009), where multisampling costs as much again as the drawing:
// on software renderers. The picture is drawn into a texture over a backdrop that is copied, not painted, each frame, and only
// where the person can be: beside it there is nothing but room, which is put on the 2D canvas once.

import type { GlResources, Program } from './gl-resources';
import { movingArea, type Rectangle } from './moving-area';
import { PictureReadback } from './picture-readback';
import { backgroundVertexShader, edgeSmoothingFragmentShader } from './shaders/fragment-shaders';

export class EdgeSmoothing {
  readonly #resources: GlResources;
  readonly #program: Program;
  readonly #area: readonly Rectangle[];
  readonly #areaUpsideDown: readonly Rectangle[];
  readonly #picture: WebGLTexture;
  readonly #scene: WebGLFramebuffer;
  readonly #backdrop: WebGLFramebuffer;
  /** Upside down, for the readback. */
  readonly #smoothed: WebGLFramebuffer;
  readonly #readback: PictureReadback;
  readonly #wholePicture: WebGLVertexArrayObject;

  #room: OffscreenCanvas | undefined;

  /** Ready to be drawn into once `paintBackdrop` was called. */
  constructor(resources: GlResources, room: OffscreenCanvas) {
    this.#resources = resources;
    this.#room = room;
    this.#area = movingArea(room);
    this.#areaUpsideDown = this.#area.map((it) => ({ ...it, bottom: room.height - it.bottom - it.height }));
    this.#readback = new PictureReadback(resources, this.#areaUpsideDown);
    this.#program = resources.program(backgroundVertexShader, edgeSmoothingFragmentShader);
    this.#wholePicture = resources.vertexArray();
    const backdrop = resources.target(room);
    const scene = resources.target(room, { depth: true });
    this.#backdrop = backdrop.framebuffer;
    this.#scene = scene.framebuffer;
    this.#picture = scene.texture;
    this.#smoothed = resources.target(room).framebuffer;
  }

  /** What is behind everything, painted once: smoothing looks a few pixels beyond the moving area. */
  paintBackdrop(paint: () => void): void {
    const { gl } = this.#resources;
    for (const target of [this.#backdrop, this.#scene]) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, target);
      paint();
    }
  }

  /** What is drawn from now on lies on the backdrop. */
  begin(): void {
    const { gl } = this.#resources;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#backdrop);
    gl.bindTexture(gl.TEXTURE_2D, this.#picture);
    // A blit would do the same, at several times the price: software renderers draw it pixel by pixel.
    for (const { left, bottom, width, height } of this.#area)
      gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, left, bottom, left, bottom, width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#scene);
    gl.clear(gl.DEPTH_BUFFER_BIT);
  }

  /** Smooths what was drawn, for copyTo(). */
  finish(): void {
    const { gl } = this.#resources;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#smoothed);
    gl.disable(gl.DEPTH_TEST);
    this.#resources.activate(this.#program);
    gl.bindTexture(gl.TEXTURE_2D, this.#picture);
    gl.bindVertexArray(this.#wholePicture);
    gl.enable(gl.SCISSOR_TEST);
    for (const { left, bottom, width, height } of this.#areaUpsideDown) {
      gl.scissor(left, bottom, width, height);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    }
    gl.disable(gl.SCISSOR_TEST);
    gl.enable(gl.DEPTH_TEST);
    this.#readback.order();
  }

  /** Copies the picture finished last. */
  copyTo(context: CanvasRenderingContext2D): void {
    if (this.#room) context.drawImage(this.#room, 0, 0);
    this.#room = undefined;
    this.#readback.copyTo(context);
  }
}
