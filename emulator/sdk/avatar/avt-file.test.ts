import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AvtFile, parseAvt, partNames } from './avt-file';
import { DeformingMesh } from './deforming-mesh';
import { moodExpressions } from './mood-expressions';
import { presenterLook, presenterNames } from './presenter-looks';
import { smoothPart } from './smooth-part';
import { visemeShapes } from './viseme';

function shipped(name: string): AvtFile {
  const file = readFileSync(new URL(`../assets/${presenterLook(name).modelFile}`, import.meta.url));
  return parseAvt(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
}

describe.each(presenterNames)('the shipped model of %s', (name) => {
  const file = shipped(name);

  it('has every part, each a sound mesh', () => {
    expect([...file.parts.keys()].sort()).toEqual([...partNames].sort());
    for (const part of file.parts.values()) {
      const [drawn, welded] = [part.weld.length, part.positions.length / 3];
      expect(Math.max(...part.weld)).toBeLessThan(welded);
      expect(Math.max(...part.indices)).toBeLessThan(drawn);
      expect(part.uvs).toHaveLength(drawn * 2);
      expect(part.normals).toHaveLength(welded * 3);
      expect(part.boneWeights).toHaveLength(welded * 2);
      for (const { vertices, deltas } of part.morphs.values()) {
        expect(Math.max(...vertices)).toBeLessThan(welded);
        expect(deltas).toHaveLength(vertices.length * 3);
      }
    }
  });

  it('has every unit that moods and speech use', () => {
    const used = [...Object.values(moodExpressions), ...Object.values(visemeShapes)].flatMap(({ weights }) =>
      Object.keys(weights),
    );
    for (const unit of [...used, 'blinkL', 'blinkR', 'breathe'])
      expect(file.parts.get('skin')?.morphs.has(unit), unit).toBe(true);
  });

  it('has a WebP picture for every part', () => {
    for (const part of partNames) {
      const picture = file.textures.get(part);
      expect(new TextDecoder().decode(picture?.subarray(8, 12)), part).toBe('WEBP');
    }
  });

  it('drops the lower lip when the jaw opens and comes back when it shuts', () => {
    const skin = file.parts.get('skin');
    if (!skin) throw new Error('no skin');
    const mesh = new DeformingMesh(skin);
    const atRest = mesh.vertices.slice();
    const still = [0, 0, 0] as const;
    expect(mesh.deform({ jawOpen: 0.5 }, still)).toBe(true);
    const lowest = Math.min(
      ...mesh.vertices.map((value, index) => (index % 6 === 1 ? value - (atRest[index] ?? 0) : 0)),
    );
    expect(lowest).toBeLessThan(-0.05);
    expect(mesh.deform({}, still)).toBe(true);
    expect(mesh.vertices.every((value, index) => Math.abs(value - (atRest[index] ?? 0)) < 1e-5)).toBe(true);
    expect(mesh.deform({}, still)).toBe(false);
  });

  it('keeps its seams closed when the hair is rounded', () => {
    const hair = file.parts.get('hair');
    if (!hair) throw new Error('no hair');
    const round = smoothPart(hair);
    expect(round.indices).toHaveLength(hair.indices.length * 4);
    expect(Math.max(...round.indices)).toBeLessThan(round.weld.length);
    expect(Math.max(...round.weld)).toBeLessThan(round.positions.length / 3);
    expect(round.positions.every(Number.isFinite)).toBe(true);
  });
});

it('refuses what is not an .avt file', () => {
  expect(() => parseAvt(new TextEncoder().encode('<!doctype html>').buffer as ArrayBuffer)).toThrow('not an .avt file');
});
