// Reads an .avt file: one person's bust as meshes, morphs and pictures (README.md says how it is baked). Pure: it needs
// neither a network nor WebGL, so a test reads the shipped files as a browser does.

import type { Triple } from './pose';

export const partNames = ['skin', 'hair', 'teeth', 'tongue', 'brows', 'lashes', 'cloth'] as const;
export type PartName = (typeof partNames)[number];

export interface Morph {
  /** Which welded vertices move, and by how much (three numbers each). */
  vertices: Uint16Array;
  deltas: Float32Array;
}

/**
 * A mesh is stored welded: one entry per position. Where the texture has a seam, several drawn vertices share one welded
 * vertex; `weld` maps the first to the second.
 */
export interface Part {
  name: PartName;
  weld: Uint16Array;
  positions: Float32Array;
  normals: Float32Array;
  /** Baked ambient occlusion, 0 to 255, per welded vertex. */
  occlusion: Uint8Array;
  /** How far neck and head carry a welded vertex along, two bytes each. */
  boneWeights: Uint8Array;
  /** Two 16-bit fractions per drawn vertex. */
  uvs: Uint16Array;
  /** Triangles of drawn vertices. */
  indices: Uint16Array;
  morphs: ReadonlyMap<string, Morph>;
}

export interface AvtFile {
  morphNames: readonly string[];
  /** In decimetres from the head's joint, as all positions are. */
  eyes: { left: Triple; right: Triple; radius: number };
  neckJoint: Triple;
  parts: ReadonlyMap<PartName, Part>;
  /** WebP files. */
  textures: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

type Span = [offset: number, length: number];
interface PartHeader {
  name: PartName;
  weld: Span;
  pos: Span;
  nor: Span;
  ao: Span;
  w: Span;
  uv: Span;
  idx: Span;
  morphs: Record<string, [vertices: Span, deltas: Span]>;
}
interface Header {
  v: number;
  /** Units per decimetre. */
  q: number;
  morphs: string[];
  eye: { L: Triple; R: Triple; r: number };
  joints: { neck: Triple };
  origin: Triple;
  parts: PartHeader[];
  tex: Record<string, Span>;
}

const MAGIC = 'AVT1';
const PREAMBLE_BYTES = 8;

export function parseAvt(buffer: ArrayBuffer): AvtFile {
  const preamble = new DataView(buffer, 0, PREAMBLE_BYTES);
  const ascii = new TextDecoder();
  if (ascii.decode(new Uint8Array(buffer, 0, MAGIC.length)) !== MAGIC) throw new Error('not an .avt file');
  const headerBytes = preamble.getUint32(MAGIC.length, true);
  const header = JSON.parse(ascii.decode(new Uint8Array(buffer, PREAMBLE_BYTES, headerBytes))) as Header;
  if (header.v !== 1) throw new Error(`version ${header.v} of the .avt format is not known`);
  const start = PREAMBLE_BYTES + headerBytes;

  const bytes = ([offset, length]: Span) => new Uint8Array(buffer, start + offset, length);
  const shorts = ([offset, length]: Span) => new Uint16Array(buffer, start + offset, length);
  const lengths = ([offset, length]: Span) =>
    Float32Array.from(new Int16Array(buffer, start + offset, length), (units) => units / header.q);
  const directions = ([offset, length]: Span) =>
    Float32Array.from(new Int8Array(buffer, start + offset, length), (units) => units / 127);
  const fromOrigin = (point: Triple): Triple => [
    point[0] - header.origin[0],
    point[1] - header.origin[1],
    point[2] - header.origin[2],
  ];

  const parts = header.parts.map((part): [PartName, Part] => [
    part.name,
    {
      name: part.name,
      weld: shorts(part.weld),
      positions: lengths(part.pos),
      normals: directions(part.nor),
      occlusion: bytes(part.ao),
      boneWeights: bytes(part.w),
      uvs: shorts(part.uv),
      indices: shorts(part.idx),
      morphs: new Map(
        Object.entries(part.morphs).map(([name, [vertices, deltas]]) => [
          name,
          { vertices: shorts(vertices), deltas: lengths(deltas) },
        ]),
      ),
    },
  ]);
  return {
    morphNames: header.morphs,
    eyes: { left: fromOrigin(header.eye.L), right: fromOrigin(header.eye.R), radius: header.eye.r },
    neckJoint: fromOrigin(header.joints.neck),
    parts: new Map(parts),
    textures: new Map(Object.entries(header.tex).map(([name, span]) => [name, bytes(span)])),
  };
}
