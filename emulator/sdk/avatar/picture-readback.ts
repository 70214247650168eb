// Brings pictures from WebGL to a 2D canvas without holding up the page: each is read into a buffer right after it was drawn,
// and copied from there when it is finished. A canvas drawn onto the other is read only then, whole, and through more hands.

import type { GlResources } from './gl-resources';
import type { Rectangle } from './moving-area';

const PIXEL_BYTES = 4;

export class PictureReadback {
  readonly #gl: WebGL2RenderingContext;
  readonly #pieces: readonly { at: Rectangle; image: ImageData; offsetBytes: number }[];
  readonly #buffer: WebGLBuffer;

  /** `area`: what is read. */
  constructor(resources: GlResources, area: readonly Rectangle[]) {
    this.#gl = resources.gl;
    let bytes = 0;
    this.#pieces = area.map((at) => {
      const offsetBytes = bytes;
      bytes += at.width * at.height * PIXEL_BYTES;
      return { at, image: new ImageData(at.width, at.height), offsetBytes };
    });
    this.#buffer = resources.readbackBuffer(bytes);
  }

  /** Asks for what the bound framebuffer will hold. */
  order(): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.#buffer);
    for (const { at, offsetBytes } of this.#pieces)
      gl.readPixels(at.left, at.bottom, at.width, at.height, gl.RGBA, gl.UNSIGNED_BYTE, offsetBytes);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  }

  /** Copies the picture ordered last. Rows go from the bottom up in WebGL: the picture must have been drawn upside down. */
  copyTo(context: CanvasRenderingContext2D): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.#buffer);
    for (const { at, image, offsetBytes } of this.#pieces) {
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, offsetBytes, image.data);
      context.putImageData(image, at.left, at.bottom);
    }
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  }
}
