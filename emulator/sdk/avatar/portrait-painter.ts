// Paints a presenter's portrait at a moment: the face within the picture, then the picture turned with the head. Plain
// JavaScript on pixels: the same everywhere, and cheaper than WebGL rendered by the processor.

import { HeadWarp } from './head-warp';
import { MovingFace } from './moving-face';
import { over, type Picture } from './pixels';
import type { PortraitFile } from './portrait-file';
import type { Pose } from './pose';

export class PortraitPainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #image: ImageData;
  /** The portrait that looks straight ahead, with the face of this moment. */
  readonly #portrait: Picture;
  readonly #shown: Picture;
  readonly #face: MovingFace;
  readonly #warp: HeadWarp;

  /** The canvas shows the background, in the size of the file. */
  constructor(context: CanvasRenderingContext2D, file: PortraitFile) {
    const { width, height, plate } = file;
    this.#context = context;
    this.#image = context.getImageData(0, 0, width, height);
    const pixels = new Uint32Array(this.#image.data.buffer);
    for (let at = 0; at < pixels.length; at++) pixels[at] = over(pixels[at] as number, plate.pixels[at] as number);
    this.#shown = { ...plate, pixels };
    this.#portrait = { ...plate, pixels: pixels.slice() };
    this.#face = new MovingFace(file, this.#portrait);
    this.#warp = new HeadWarp(file);
    context.putImageData(this.#image, 0, 0);
  }

  paint(pose: Pose): void {
    const changed = this.#face.draw(pose, this.#portrait);
    const drawn = this.#warp.draw(pose, this.#portrait, this.#shown, changed);
    // A captured stream continues only while something is drawn, so this draws one pixel while the person keeps still.
    const { left, top, right, bottom } = drawn ?? { left: 0, top: 0, right: 1, bottom: 1 };
    this.#context.putImageData(this.#image, 0, 0, left, top, right - left, bottom - top);
  }
}
