import { expect, it } from 'vitest';
import { smoothEdges } from './smooth-edges';

const size = { width: 12, height: 8 };
const inside = [{ left: 1, bottom: 0, width: 10, height: 8 }];
const grey = (value: number) => (0xff << 24) | (value << 16) | (value << 8) | value;

/** Shades by column and row, counted from the lower left; gives the smoothed ones the same way. */
function smoothed(shade: (x: number, y: number) => number): (x: number, y: number) => number {
  const picture = Int32Array.from({ length: size.width * size.height }, (_, at) =>
    grey(shade(at % size.width, Math.floor(at / size.width))),
  );
  const result = new Int32Array(picture.length);
  smoothEdges(picture, result, size, inside);
  return (x, y) => ((result[(size.height - 1 - y) * size.width + x] ?? 0) >> 8) & 0xff;
}

it('passes on what has no edge, upside down', () => {
  const shade = (x: number, y: number) => 100 + x + y;
  const at = smoothed(shade);
  for (let y = 0; y < size.height; y++) for (let x = 1; x < 11; x++) expect(at(x, y)).toBe(shade(x, y));
});

it('rounds the steps of a slanted edge and leaves the rest', () => {
  const at = smoothed((x, y) => (y > 3 + Math.floor(x / 4) ? 200 : 40));
  expect(at(4, 4)).toBeGreaterThan(40);
  expect(at(3, 4)).toBeLessThan(200);
  expect(at(4, 1)).toBe(40);
  expect(at(4, 7)).toBe(200);
});

it('sees no edge at the upper and lower border of the picture', () => {
  const at = smoothed(() => 200);
  for (let x = 1; x < 11; x++) expect([at(x, 0), at(x, 7)]).toEqual([200, 200]);
});

it('writes opaque pixels in its area only', () => {
  const picture = new Int32Array(size.width * size.height);
  const result = new Int32Array(picture.length);
  smoothEdges(picture, result, size, [{ left: 2, bottom: 1, width: 3, height: 2 }]);
  expect(Array.from(result, (pixel, at) => (pixel === 0 ? -1 : at)).filter((at) => at >= 0)).toEqual(
    [5, 6].flatMap((row) => [2, 3, 4].map((x) => row * size.width + x)),
  );
  expect(result[5 * size.width + 2]).toBe(0xff << 24);
});
