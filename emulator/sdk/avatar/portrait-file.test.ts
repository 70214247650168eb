import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { presenterNames } from '../presenter-of';
import { moodExpressions } from './mood-expressions';
import { loadPortrait, type MovingMesh } from './portrait-file';
import { visemeShapes } from './viseme';

const asset = (file: string) => readFileSync(new URL(`../assets/${file}`, import.meta.url));
const drawn: number[][] = [];

beforeEach(() => {
  drawn.length = 0;
  const close = vi.fn();
  vi.stubGlobal('fetch', async (url: string) => new Response(asset(url)));
  vi.stubGlobal('createImageBitmap', async () => ({ close }));
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => ({
        drawImage: (_image: unknown, ...numbers: number[]) => drawn.push(numbers),
        getImageData: (_x: number, _y: number, width: number, height: number) => ({
          data: new Uint8ClampedArray(width * height * 4).fill(128),
        }),
      });
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const signal = new AbortController().signal;
const units = ({ units }: MovingMesh) => [...units.keys()];

describe.each(presenterNames)('%s', (name) => {
  it('is at most 300 kB on the wire', () => {
    const files = [`${name}.json`, `${name}.webp`, `${name}-parts.webp`];
    expect(files.reduce((sum, file) => sum + gzipSync(asset(file)).length, 0)).toBeLessThan(300_000);
  });

  it('has valid meshes, and every unit of expression that moods and speech use', async () => {
    const { mouth, eyes, width, height } = await loadPortrait(name, 720, signal);
    expect(Math.abs(width - height * 1.6)).toBeLessThan(3);
    for (const { mesh } of [mouth, eyes]) {
      const points = mesh.rest.length / 2;
      expect(Math.max(...mesh.triangles)).toBeLessThan(points);
      for (const { points: moved } of mesh.units.values()) expect(Math.max(...moved)).toBeLessThan(points);
    }
    for (const { weights } of visemeShapes)
      for (const unit of Object.keys(weights)) expect(units(mouth.mesh)).toContain(unit);
    for (const { weights } of Object.values(moodExpressions))
      for (const unit of Object.keys(weights)) expect([...units(mouth.mesh), ...units(eyes.mesh)]).toContain(unit);
    for (const unit of ['blinkL', 'blinkR']) expect(units(eyes.mesh)).toContain(unit);
  });

  it('keeps its parts within the sheet and within the picture', async () => {
    const { width, height, mouth, eyes } = await loadPortrait(name, 720, signal);
    for (const { sprites, cover } of [mouth, eyes]) {
      expect(sprites.length).toBeGreaterThan(2);
      for (const { left, top, width: w, height: h } of [cover, ...sprites.map(({ picture }) => picture)]) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + w).toBeLessThanOrEqual(width);
        expect(top + h).toBeLessThanOrEqual(height);
      }
    }
    for (const [x = 0, y = 0] of drawn) expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
  });
});

it('scales everything with the picture', async () => {
  const [large, small] = [await loadPortrait('ada', 720, signal), await loadPortrait('ada', 360, signal)];
  expect(small.height).toBe(360);
  expect((small.eyes.each[0]?.x ?? 0) * 2).toBeCloseTo(large.eyes.each[0]?.x ?? 0);
  expect((small.mouth.mesh.rest[10] ?? 0) * 2).toBeCloseTo(large.mouth.mesh.rest[10] ?? 0);
  expect(small.mouth.upperTeeth.width * 2).toBeCloseTo(large.mouth.upperTeeth.width, -1);
});

it('names a missing file', async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }));
  await expect(loadPortrait('unknown', 720, signal)).rejects.toThrow(/unknown.* answered 404/);
});
