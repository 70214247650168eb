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

/** A WebGL that reads pictures of one colour, as `draw` says, into the buffers it is asked to. */
function readingGl() {
  const contents = new Map<object, Uint8Array>();
  let bound: object | null = null;
  let colour = 0;
  const gl = {
    createBuffer: () => ({}),
    deleteBuffer: () => {},
    bindBuffer: (_target: number, buffer: object | null) => (bound = buffer),
    bufferData: (_target: number, bytes: number) => bound && contents.set(bound, new Uint8Array(bytes)),
    readPixels: (_x: number, _y: number, width: number, height: number, _f: number, _t: number, offset: number) =>
      bound && contents.get(bound)?.fill(colour, offset, offset + width * height * 4),
    getBufferSubData: (_target: number, offset: number, into: Uint8ClampedArray) =>
      bound && into.set(contents.get(bound)?.subarray(offset, offset + into.length) ?? []),
  } as unknown as WebGL2RenderingContext;
  const draw = (value: number) => {
    colour = value;
  };
  return { gl, draw };
}

it('copies each piece of the picture to its place', () => {
  const { gl, draw } = readingGl();
  const shown: [colour: number | undefined, pixels: number, x: number, y: number][] = [];
  const context = {
    putImageData: ({ data }: ImageData, x: number, y: number) => shown.push([data.at(-1), data.length / 4, x, y]),
  } as unknown as CanvasRenderingContext2D;
  const readback = new PictureReadback(new GlResources(gl), [
    { left: 0, bottom: 2, width: 4, height: 1 },
    { left: 1, bottom: 0, width: 2, height: 4 },
  ]);
  for (const colour of [1, 2]) {
    draw(colour);
    readback.order();
    readback.copyTo(context);
  }
  expect(shown).toEqual([
    [1, 4, 0, 2],
    [1, 8, 1, 0],
    [2, 4, 0, 2],
    [2, 8, 1, 0],
  ]);
});
