import { describe, expect, it } from 'vitest';
import { mix, ONE_PIXEL, over, type Picture, sample } from './pixels';
import { drawTriangles } from './triangles';

const OPAQUE = 0xff000000;
function picture(width: number, height: number, at: (x: number, y: number) => number): Picture {
  const pixels = Uint32Array.from({ length: width * height }, (_, index) =>
    at(index % width, Math.floor(index / width)),
  );
  return { left: 0, top: 0, width, height, pixels };
}
const red = (pixel: number | undefined) => (pixel ?? 0) & 255;
const grey = (value: number) => (OPAQUE | (value * 0x010101)) >>> 0;

/** A square between two corners, as two triangles. */
const square = (from: number, to: number) => Float32Array.from([from, from, to, from, to, to, from, to]);
const twoTriangles = Uint16Array.from([0, 1, 2, 0, 2, 3]);

describe('a pixel', () => {
  it('between four others is their mean by distance', () => {
    const ramp = picture(4, 4, (x) => grey(x * 40));
    expect(red(sample(ramp, 1.5 * ONE_PIXEL, ONE_PIXEL))).toBe(60);
    expect(sample(ramp, -9 * ONE_PIXEL, -9 * ONE_PIXEL)).toBe(grey(0));
    expect(red(sample(ramp, 90 * ONE_PIXEL, 90 * ONE_PIXEL))).toBe(119);
  });

  it('of two mixes each channel separately', () => {
    expect(mix(0xff0080ff, 0xff8000ff, 128)).toBe(0xff4040ff);
    expect(mix(0x12345678, 0xffffffff, 0)).toBe(0x12345678);
  });

  it('covers the one below according to its opacity, and nothing else', () => {
    expect(over(grey(200), grey(90))).toBe(grey(90));
    expect(over(grey(200), 0)).toBe(grey(200));
    const half = over(grey(200), (0x80000000 | 0x202020) >>> 0);
    expect(half >>> 24).toBe(255);
    expect(red(half)).toBeGreaterThan(125);
    expect(red(half)).toBeLessThan(136);
  });
});

describe('triangles', () => {
  it('show the picture unchanged where nothing moves', () => {
    const texture = picture(16, 16, (x, y) => grey(x * 10 + y));
    const target = picture(16, 16, () => grey(0));
    const points = square(2, 12);
    const source = { picture: texture, points };
    drawTriangles(target, twoTriangles, points, { a: source, b: source, share: 0 });
    for (let y = 2; y < 12; y++) for (let x = 2; x < 12; x++) expect(target.pixels[y * 16 + x]).toBe(grey(x * 10 + y));
    expect(target.pixels[12 * 16 + 12]).toBe(grey(0));
  });

  it('blend no shared pixel twice', () => {
    const glass = picture(16, 16, () => 0x40101010);
    const target = picture(16, 16, () => grey(200));
    const points = square(1.3, 14.6);
    const source = { picture: glass, points };
    drawTriangles(target, twoTriangles, points, { a: source, b: source, share: 0 });
    const inside = new Set<number>();
    for (let y = 2; y < 14; y++) for (let x = 2; x < 14; x++) inside.add(target.pixels[y * 16 + x] ?? 0);
    expect([...inside]).toEqual([over(grey(200), 0x40101010)]);
  });

  it('bend both pictures to one outline before they mix them', () => {
    // The edge is elsewhere in each picture, and the points follow it. Their mean has one sharp edge.
    const edgeAt = (edge: number) => picture(32, 32, (x) => (x < edge ? grey(0) : grey(240)));
    const strip = (edge: number) => Float32Array.from([0, 0, edge, 0, 32, 0, 0, 32, edge, 32, 32, 32]);
    const triangles = Uint16Array.from([0, 1, 4, 0, 4, 3, 1, 2, 5, 1, 5, 4]);
    const target = picture(32, 32, () => grey(0));
    const [a, b] = [8, 24].map((edge) => ({ picture: edgeAt(edge), points: strip(edge) }));
    if (a && b) drawTriangles(target, triangles, strip(16), { a, b, share: 128 });
    const row = Array.from(target.pixels.subarray(320, 352), red);
    expect(row.filter((value) => value > 20 && value < 220).length).toBeLessThanOrEqual(2);
    expect(row[13]).toBe(0);
    expect(row[18]).toBe(240);
  });

  it('are skipped when they face away', () => {
    const source = { picture: picture(8, 8, () => grey(255)), points: square(1, 7) };
    const target = picture(8, 8, () => grey(0));
    drawTriangles(target, Uint16Array.from([0, 2, 1, 0, 3, 2]), source.points, { a: source, b: source, share: 0 });
    expect(target.pixels).not.toContain(grey(255));
  });

  it('stay within the picture', () => {
    const white = picture(8, 8, () => grey(255));
    const target = picture(8, 8, () => grey(0));
    const points = square(-20, 30);
    const source = { picture: white, points };
    drawTriangles(target, twoTriangles, points, { a: source, b: source, share: 0 });
    expect(target.pixels.every((pixel) => pixel === grey(255))).toBe(true);
  });
});
