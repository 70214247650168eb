import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GlResources } from './gl-resources';
import { PictureReadback } from './picture-readback';

beforeEach(() => {
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(width * height * 4);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const OPAQUE = 0xff << 24;

/** A WebGL that reads pictures of one colour, as `draw` says, into the buffers it is asked to. */
function readingGl() {
  const contents = new Map<object, Int32Array>();
  let bound: object | null = null;
  let colour = 0;
  let rowLength = 0;
  const gl = {
    createBuffer: () => ({}),
    deleteBuffer: () => {},
    bindBuffer: (_target: number, buffer: object | null) => (bound = buffer),
    bufferData: (_target: number, bytes: number) => bound && contents.set(bound, new Int32Array(bytes / 4)),
    pixelStorei: (_parameter: number, value: number) => {
      rowLength = value;
    },
    readPixels: (_x: number, _y: number, width: number, height: number, _f: number, _t: number, offset: number) => {
      for (let row = 0; row < height; row++) {
        const start = offset / 4 + row * rowLength;
        if (bound) contents.get(bound)?.fill(colour, start, start + width);
      }
    },
    getBufferSubData: (_target: number, _offset: number, into: Int32Array) =>
      bound && into.set(contents.get(bound) ?? []),
  } as unknown as WebGL2RenderingContext;
  const draw = (value: number) => {
    colour = value;
  };
  return { gl, draw };
}

/** As a canvas has it: not as properties of its own. */
class Canvas {
  get width() {
    return 6;
  }
  get height() {
    return 4;
  }
}

it('takes what is beside the pieces for room, not for black with an edge to it', () => {
  const { gl, draw } = readingGl();
  const pixels: number[] = [];
  const context = {
    putImageData: ({ data }: ImageData, _x: number, _y: number, left: number, top: number, w: number, h: number) => {
      for (let row = top; row < top + h; row++)
        pixels.push(...new Int32Array(data.buffer).slice(row * 6 + left, row * 6 + left + w));
    },
  } as unknown as CanvasRenderingContext2D;
  const readback = new PictureReadback(new GlResources(gl), new Canvas(), [
    { left: 2, bottom: 1, width: 2, height: 2 },
  ]);
  const light = OPAQUE | 0xe0e0e0;
  draw(light);
  readback.orderAll();
  readback.order();
  readback.copyTo(context);
  expect(pixels).toEqual([light, light, light, light]);
});

it('copies each piece of the picture to its place, the upper row first', () => {
  const { gl, draw } = readingGl();
  const shown = new Int32Array(6 * 4);
  const context = {
    putImageData: ({ data }: ImageData, x: number, y: number, left: number, top: number, w: number, h: number) => {
      const pixels = new Int32Array(data.buffer);
      for (let row = top; row < top + h; row++)
        for (let column = left; column < left + w; column++)
          shown[(y + row) * 6 + x + column] = pixels[row * 6 + column] ?? 0;
    },
  } as unknown as CanvasRenderingContext2D;
  const readback = new PictureReadback(new GlResources(gl), { width: 6, height: 4 }, [
    { left: 1, bottom: 0, width: 4, height: 1 },
    { left: 2, bottom: 1, width: 2, height: 3 },
  ]);
  draw(OPAQUE | 3);
  readback.orderAll();
  for (const colour of [1, 2]) {
    draw(OPAQUE | colour);
    readback.order();
    readback.copyTo(context);
    const [c, room] = [OPAQUE | colour, 0];
    expect([...shown]).toEqual([
      ...[room, room, c, c, room, room],
      ...[room, room, c, c, room, room],
      ...[room, room, c, c, room, room],
      ...[room, c, c, c, c, room],
    ]);
  }
});
