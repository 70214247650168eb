// Arithmetic of pixels: RGBA bytes in one number, premultiplied. It computes two channels at once, each with eight
// spare bits, in 32-bit integers: anything else is several times as slow.

export interface Picture {
  pixels: Uint32Array;
  width: number;
  height: number;
  /** Its place in the portrait. */
  left: number;
  top: number;
}

/** Places in a picture are integers, in 65536ths of a pixel. */
export const ONE_PIXEL = 0x10000;
const TWO = 0xff00ff;

/**
 * Fills part of `row` with pixels of a picture along a line, each interpolated from the four nearest pixels. Inlined,
 * because a call for each pixel takes longer than its arithmetic.
 */
export function sampleRow(
  row: Uint32Array,
  start: number,
  end: number,
  { pixels, width, height }: Picture,
  line: { x: number; y: number; stepX: number; stepY: number },
): void {
  const lastX = (width - 1) * ONE_PIXEL - 1;
  const lastY = (height - 1) * ONE_PIXEL - 1;
  const stepX = line.stepX | 0;
  const stepY = line.stepY | 0;
  let lineX = line.x | 0;
  let lineY = line.y | 0;
  for (let to = start; to < end; to++) {
    const x = lineX < 0 ? 0 : lineX > lastX ? lastX : lineX;
    const y = lineY < 0 ? 0 : lineY > lastY ? lastY : lineY;
    lineX = (lineX + stepX) | 0;
    lineY = (lineY + stepY) | 0;
    const at = Math.imul(y >> 16, width) + (x >> 16);
    const right = (x >> 8) & 255;
    const lower = (y >> 8) & 255;
    const a = pixels[at] as number;
    const b = pixels[at + 1] as number;
    const c = pixels[at + width] as number;
    const d = pixels[at + width + 1] as number;
    const leftEven = between(a & TWO, c & TWO, lower);
    const leftOdd = between((a >>> 8) & TWO, (c >>> 8) & TWO, lower);
    const rightEven = between(b & TWO, d & TWO, lower);
    const rightOdd = between((b >>> 8) & TWO, (d >>> 8) & TWO, lower);
    row[to] = between(leftEven, rightEven, right) | (between(leftOdd, rightOdd, right) << 8);
  }
}

/** Mixes two channels each: `share` of 256 of `b`, the rest of `a`. */
function between(a: number, b: number, share: number): number {
  return (a + (Math.imul(b - a, share) >>> 8)) & TWO;
}

const onePixel = new Uint32Array(1);

export function sample(picture: Picture, x: number, y: number): number {
  sampleRow(onePixel, 0, 1, picture, { x, y, stepX: 0, stepY: 0 });
  return onePixel[0] as number;
}

/** Mixes pixels: `share` of 256 of `b`, the rest of `a`. */
export function mix(a: number, b: number, share: number): number {
  const odd = between((a >>> 8) & TWO, (b >>> 8) & TWO, share);
  return (between(a & TWO, b & TWO, share) | (odd << 8)) >>> 0;
}

/** Draws a pixel over an opaque one. */
export function over(below: number, above: number): number {
  const alpha = above >>> 24;
  if (alpha === 255) return above;
  const rest = 256 - alpha - (alpha >> 7);
  const even = (above & TWO) + ((Math.imul(below & TWO, rest) >>> 8) & TWO);
  const odd = ((above >>> 8) & 255) + (Math.imul((below >>> 8) & 255, rest) >>> 8);
  return (0xff000000 | even | (odd << 8)) >>> 0;
}
