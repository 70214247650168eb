// Reads a presenter's files, the path-traced pictures and the mesh that moves them, and scales them to the drawing
// height. emulator/avatar/bake/README.md explains how they are made and what each number means.

import { mix, type Picture } from './pixels';
import type { MorphWeights } from './pose';

/**
 * A part of the face as triangles over the portrait: the places of its points at rest, and how far each unit moves
 * them.
 */
export interface MovingMesh {
  /** x, y of each point with the plate's expression. */
  rest: Float32Array;
  /** For each unit of expression: a point's index, and how far a weight of one moves it. */
  units: ReadonlyMap<string, { points: Uint16Array; moves: Float32Array }>;
  /** Three points each, the farthest first. */
  triangles: Uint16Array;
}

/** A picture of the part with one expression. */
export interface Sprite {
  picture: Picture;
  weights: MorphWeights;
}

export interface MovingPart {
  mesh: MovingMesh;
  sprites: readonly Sprite[];
  /** Opaque where the part covers the portrait: not at its edges, and not under hair. */
  cover: Picture;
}

export interface Eye {
  x: number;
  y: number;
  radius: number;
  /** The point of the mesh in the middle of the upper lid's edge. */
  lidPoint: number;
}

export interface PortraitFile {
  width: number;
  height: number;
  /** The plate's expression, to which the meshes' points at rest belong. */
  restWeights: MorphWeights;
  /** The person without eyes on a transparent background. */
  plate: Picture;
  /** The point straight ahead of the camera, and the pixels of a metre at a metre's distance. */
  camera: { x: number; y: number; focal: number };
  /** Distance from the camera in metres, rows of a grid over the picture. */
  depth: { columns: number; rows: number; metres: Float32Array };
  mouth: MovingPart & { upperTeeth: Picture; lowerTeeth: Picture };
  /** How far a weight of one of `jawOpen` moves the lower teeth, and the weight in their picture. */
  jaw: { x: number; y: number; weight: number };
  eyes: MovingPart & {
    eyeballs: Picture;
    /** Reflections on the corneas. They stay in place when the eyes turn. */
    glints: Picture;
    each: readonly Eye[];
    /** Yaw and pitch with which the eyes look at the viewer. */
    ahead: readonly [number, number];
  };
}

interface StoredMesh {
  rest: number[];
  units: Record<string, number[]>;
  triangles: number[];
}
interface StoredPicture {
  /** Its places in the file of parts and in the portrait. */
  at: [x: number, y: number];
  size: [width: number, height: number];
  place: [left: number, top: number, width: number, height: number];
}
interface StoredPortrait extends Pick<PortraitFile, 'camera' | 'jaw' | 'restWeights'> {
  size: [width: number, height: number];
  depth: { columns: number; rows: number; nearest: number; farthest: number; values: number[] };
  mouth: StoredMesh;
  eyes: StoredMesh & { each: Eye[]; ahead: [yaw: number, pitch: number] };
  parts: Record<string, StoredPicture>;
  sprites: Record<'mouth' | 'eyes', Record<string, MorphWeights>>;
}

/** The file stores mesh points and moves in sixteenths of a pixel. */
const STORED_PER_PIXEL = 16;

export async function loadPortrait(url: string, height: number, signal: AbortSignal): Promise<PortraitFile> {
  const get = async (file: string) => {
    const response = await fetch(file, { signal });
    if (!response.ok) throw new Error(`${file} answered ${response.status}`);
    return response;
  };
  const image = async (file: string) => createImageBitmap(await (await get(file)).blob());
  const [stored, plate, parts] = await Promise.all([
    get(`${url}.json`).then((response) => response.json() as Promise<StoredPortrait>),
    image(`${url}.webp`),
    image(`${url}-parts.webp`),
  ]);
  try {
    signal.throwIfAborted();
    return readPortrait(stored, plate, parts, height);
  } finally {
    plate.close();
    parts.close();
  }
}

function readPortrait(stored: StoredPortrait, plate: ImageBitmap, parts: ImageBitmap, height: number): PortraitFile {
  const scale = height / stored.size[1];
  const width = Math.round(stored.size[0] * scale);
  const part = (name: string): Picture => {
    const found = stored.parts[name];
    if (!found) throw new Error(`the presenter's file has no part ${name}`);
    const { at, size, place } = found;
    const [left, top] = [Math.round(place[0] * scale), Math.round(place[1] * scale)];
    const right = Math.round((place[0] + place[2]) * scale);
    const bottom = Math.round((place[1] + place[3]) * scale);
    return readPixels(parts, [...at, ...size], { left, top, width: right - left, height: bottom - top });
  };
  const wholePlate = readPixels(plate, [0, 0, ...stored.size], { left: 0, top: 0, width, height });
  const sprites = (of: 'mouth' | 'eyes'): Sprite[] => [
    { picture: wholePlate, weights: stored.restWeights },
    ...Object.entries(stored.sprites[of]).map(([name, weights]) => ({ picture: part(name), weights })),
  ];
  const { camera, jaw } = stored;
  const { columns, rows, nearest, farthest, values } = stored.depth;
  return {
    width,
    height,
    restWeights: stored.restWeights,
    plate: wholePlate,
    camera: { x: camera.x * scale, y: camera.y * scale, focal: camera.focal * scale },
    depth: {
      columns,
      rows,
      metres: Float32Array.from(values, (value) => nearest + ((farthest - nearest) * value) / 255),
    },
    mouth: {
      mesh: readMesh(stored.mouth, scale),
      sprites: sprites('mouth'),
      cover: part('mouthCover'),
      upperTeeth: part('teethUpper'),
      lowerTeeth: part('teethLower'),
    },
    jaw: { ...jaw, x: jaw.x * scale, y: jaw.y * scale },
    eyes: {
      mesh: readMesh(stored.eyes, scale),
      sprites: sprites('eyes'),
      cover: part('eyesCover'),
      eyeballs: part('balls'),
      glints: part('glints'),
      ahead: stored.eyes.ahead,
      each: stored.eyes.each.map((eye) => ({ ...eye, x: eye.x * scale, y: eye.y * scale, radius: eye.radius * scale })),
    },
  };
}

function readMesh({ rest, units, triangles }: StoredMesh, scale: number): MovingMesh {
  const toPixels = scale / STORED_PER_PIXEL;
  return {
    rest: Float32Array.from(rest, (value) => value * toPixels),
    triangles: Uint16Array.from(triangles),
    units: new Map(
      Object.entries(units).map(([unit, values]) => [
        unit,
        {
          points: Uint16Array.from({ length: values.length / 3 }, (_, index) => values[index * 3] ?? 0),
          moves: Float32Array.from(
            { length: (values.length / 3) * 2 },
            (_, index) => (values[(index >> 1) * 3 + 1 + (index & 1)] ?? 0) * toPixels,
          ),
        },
      ]),
    ),
  };
}

function readPixels(
  image: ImageBitmap,
  [x, y, fromWidth, fromHeight]: readonly [number, number, number, number],
  { left, top, width, height }: Omit<Picture, 'pixels'>,
): Picture {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no Canvas 2D');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, x, y, fromWidth, fromHeight, 0, 0, width, height);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  for (let at = 0; at < pixels.length; at++) {
    const pixel = pixels[at] as number;
    const alpha = pixel >>> 24;
    if (alpha < 255) pixels[at] = (alpha << 24) | (mix(0, pixel, alpha) & 0xffffff);
  }
  return { pixels, width, height, left, top };
}
