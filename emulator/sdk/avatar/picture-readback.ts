// Brings pictures from WebGL to a 2D canvas without holding up the page: each is read into a buffer right after it was drawn,
// and fetched from there when it is finished. A canvas drawn onto the other is read only then, whole, and through more hands.

import type { GlResources } from './gl-resources';
import type { Rectangle } from './moving-area';
import { smoothEdges } from './smooth-edges';
import type { PictureSize } from './studio-backdrop';

const PIXEL_BYTES = 4;

export class PictureReadback {
  readonly #gl: WebGL2RenderingContext;
  readonly #area: readonly Rectangle[];
  readonly #size: PictureSize;
  readonly #buffer: WebGLBuffer;
  /** As read: the lowest row first. */
  readonly #picture: Int32Array<ArrayBuffer>;
  readonly #smoothed: ImageData;

  /** `area`: what is read of each picture but the first. */
  constructor(resources: GlResources, { width, height }: PictureSize, area: readonly Rectangle[]) {
    this.#gl = resources.gl;
    this.#area = area;
    this.#size = { width, height };
    this.#picture = new Int32Array(width * height);
    this.#smoothed = new ImageData(width, height);
    this.#buffer = resources.readbackBuffer(this.#picture.byteLength);
  }

  /** Asks for what the bound framebuffer will hold: of what can have changed. */
  order(): void {
    this.#read(this.#area);
  }

  /** The same for the whole picture. */
  orderAll(): void {
    this.#read([{ left: 0, bottom: 0, ...this.#size }]);
  }

  /** Copies the picture ordered last, with its edges smoothed. */
  copyTo(context: CanvasRenderingContext2D): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.#buffer);
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, this.#picture);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    smoothEdges(this.#picture, new Int32Array(this.#smoothed.data.buffer), this.#size, this.#area);
    for (const { left, bottom, width, height } of this.#area)
      context.putImageData(this.#smoothed, 0, 0, left, this.#size.height - bottom - height, width, height);
  }

  #read(area: readonly Rectangle[]): void {
    const gl = this.#gl;
    const { width } = this.#size;
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.#buffer);
    gl.pixelStorei(gl.PACK_ROW_LENGTH, width);
    for (const { left, bottom, ...size } of area) {
      const offsetBytes = (bottom * width + left) * PIXEL_BYTES;
      gl.readPixels(left, bottom, size.width, size.height, gl.RGBA, gl.UNSIGNED_BYTE, offsetBytes);
    }
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  }
}
