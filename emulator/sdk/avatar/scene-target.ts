// Where the person is drawn when the canvas has no multisampling, which costs a software renderer as much again as the drawing:
// into a texture, over a backdrop that is copied, not painted, each frame, and only where the person can be. From there the
// picture is read, and its edges are smoothed on the way. Beside the person there is nothing but room, put on the 2D canvas once.

import type { GlResources } from './gl-resources';
import { movingArea, type Rectangle } from './moving-area';
import { PictureReadback } from './picture-readback';

export class SceneTarget {
  readonly #resources: GlResources;
  readonly #area: readonly Rectangle[];
  readonly #picture: WebGLTexture;
  readonly #scene: WebGLFramebuffer;
  readonly #backdrop: WebGLFramebuffer;
  readonly #readback: PictureReadback;
  #room: OffscreenCanvas | undefined;

  /** Ready to be drawn into once `paintBackdrop` was called. */
  constructor(resources: GlResources, room: OffscreenCanvas) {
    this.#resources = resources;
    this.#room = room;
    this.#area = movingArea(room);
    this.#readback = new PictureReadback(resources, room, this.#area);
    this.#backdrop = resources.target(room).framebuffer;
    const scene = resources.target(room, { depth: true });
    this.#scene = scene.framebuffer;
    this.#picture = scene.texture;
  }

  /** What is behind everything, painted once: smoothing looks a few pixels beyond the moving area. */
  paintBackdrop(paint: () => void): void {
    const { gl } = this.#resources;
    for (const target of [this.#backdrop, this.#scene]) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, target);
      paint();
    }
    this.#readback.orderAll();
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

  /** Nothing more is drawn, for copyTo(). */
  finish(): void {
    this.#readback.order();
  }

  /** Copies the picture finished last. */
  copyTo(context: CanvasRenderingContext2D): void {
    if (this.#room) context.drawImage(this.#room, 0, 0);
    this.#room = undefined;
    this.#readback.copyTo(context);
  }
}
