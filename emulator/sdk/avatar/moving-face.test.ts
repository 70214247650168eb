import { beforeEach, describe, expect, it } from 'vitest';
import { HeadWarp } from './head-warp';
import { MovingFace } from './moving-face';
import type { Picture } from './pixels';
import type { MovingMesh, PortraitFile } from './portrait-file';
import type { Pose } from './pose';

const WIDTH = 96;
const HEIGHT = 72;
const grey = (value: number) => (0xff000000 | (value * 0x010101)) >>> 0;
const red = (pixel: number | undefined) => (pixel ?? 0) & 255;

type Four = readonly [number, number, number, number];

function placed([left, top, width, height]: Four, pixel: number): Picture {
  return { left, top, width, height, pixels: new Uint32Array(width * height).fill(pixel) };
}

/** Two triangles over a rectangle. A unit of expression moves the lower edge down. */
function mesh([left, top, right, bottom]: Four, unit: string): MovingMesh {
  return {
    rest: Float32Array.from([left, top, right, top, right, bottom, left, bottom]),
    triangles: Uint16Array.from([0, 1, 2, 0, 2, 3]),
    units: new Map([[unit, { points: Uint16Array.from([2, 3]), moves: Float32Array.from([0, 6, 0, 6]) }]]),
  };
}

const mouthArea = [36, 44, 24, 20] as const;
const eyeArea = [30, 20, 36, 14] as const;

/** A grey face of 100. The open mouth is lighter, the closed eyes are darker. */
function portraitFile(): PortraitFile {
  const plate = placed([0, 0, WIDTH, HEIGHT], 0);
  for (let y = 8; y < HEIGHT; y++) for (let x = 24; x < 72; x++) plate.pixels[y * WIDTH + x] = grey(100);
  const whole = { picture: plate, weights: {} };
  return {
    width: WIDTH,
    height: HEIGHT,
    restWeights: {},
    plate,
    camera: { x: WIDTH / 2, y: HEIGHT / 2, focal: (HEIGHT * 85) / 36 },
    depth: { columns: 2, rows: 2, metres: new Float32Array([0.8, 0.8, 0.8, 0.8]) },
    mouth: {
      mesh: mesh([37, 45, 59, 63], 'jawOpen'),
      sprites: [whole, { picture: placed(mouthArea, grey(200)), weights: { jawOpen: 0.5 } }],
      cover: placed(mouthArea, 0xffffffff),
      upperTeeth: placed([44, 52, 8, 6], grey(250)),
      lowerTeeth: placed([44, 52, 8, 6], grey(220)),
    },
    jaw: { x: 0, y: 6, weight: 0.5 },
    eyes: {
      mesh: mesh([31, 21, 65, 33], 'blinkL'),
      sprites: [whole, { picture: placed(eyeArea, grey(40)), weights: { blinkL: 1 } }],
      cover: placed(eyeArea, 0xffffffff),
      eyeballs: placed(eyeArea, grey(240)),
      glints: placed(eyeArea, grey(0)),
      ahead: [0, 0],
      each: [{ x: 40, y: 26, radius: 5, lidPoint: 0 }],
    },
  };
}

const pose = (weights: Pose['weights'] = {}, more: Partial<Pose> = {}): Pose => ({
  weights,
  head: [0, 0, 0],
  sway: 0,
  breath: 0,
  gaze: [0, 0],
  tongue: 0,
  ...more,
});

let file: PortraitFile;
let portrait: Picture;
beforeEach(() => {
  file = portraitFile();
  portrait = { ...file.plate, pixels: file.plate.pixels.map((pixel) => (pixel ? pixel : grey(10))) };
});
const at = (x: number, y: number) => red(portrait.pixels[y * WIDTH + x]);

describe('a moving face', () => {
  it('at rest is the portrait as rendered', () => {
    const before = portrait.pixels.slice();
    new MovingFace(file, portrait).draw(pose(), portrait);
    expect(portrait.pixels).toEqual(before);
  });

  it('shows the picture of the pose it was rendered with', () => {
    const face = new MovingFace(file, portrait);
    face.draw(pose({ jawOpen: 0.5 }), portrait);
    expect(at(48, 50)).toBe(200);
    face.draw(pose({ blinkL: 1 }), portrait);
    expect(at(48, 26)).toBe(40);
    expect(at(48, 50)).toBe(100);
  });

  it('blends no open eye into closed lids when the brows, equal in all pictures, rise', () => {
    file.eyes.mesh = {
      ...file.eyes.mesh,
      units: new Map([
        ...file.eyes.mesh.units,
        ['browUpL', { points: Uint16Array.of(0), moves: Float32Array.of(0, -9) }],
      ]),
    };
    new MovingFace(file, portrait).draw(pose({ blinkL: 1, browUpL: 0.5 }), portrait);
    expect(at(48, 28)).toBe(40);
  });

  it('glides from one picture to the next without a jump', () => {
    const face = new MovingFace(file, portrait);
    let last = 100;
    for (let open = 0; open <= 0.5; open += 0.01) {
      face.draw(pose({ jawOpen: open }), portrait);
      const now = at(48, 50);
      expect(now).toBeGreaterThanOrEqual(last);
      expect(now - last).toBeLessThan(25);
      last = now;
    }
    expect(last).toBeGreaterThan(195);
  });

  it('shades closed lips with their own colour, not with the dark of the mouth', () => {
    file.mouth.upperTeeth.pixels.fill(0);
    file.mouth.lowerTeeth.pixels.fill(0);
    for (let y = 52; y < 58; y++) file.plate.pixels.fill(y === 54 ? 0 : grey(200), y * WIDTH + 42, y * WIDTH + 54);
    new MovingFace(file, portrait).draw(pose(), portrait);
    expect(at(48, 54)).toBeGreaterThan(70);
    expect(at(48, 54)).toBeLessThan(90);
  });

  it('changes nothing outside mouth and eyes', () => {
    const before = portrait.pixels.slice();
    new MovingFace(file, portrait).draw(pose({ jawOpen: 0.4, blinkL: 0.7 }, { gaze: [0.2, 0.1] }), portrait);
    const inside = (x: number, y: number, [left, top, width, height]: readonly [number, number, number, number]) =>
      x >= left && x < left + width && y >= top && y < top + height;
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++)
        if (!inside(x, y, mouthArea) && !inside(x, y, eyeArea))
          expect(portrait.pixels[y * WIDTH + x]).toBe(before[y * WIDTH + x]);
  });
});

describe('a head that turns', () => {
  const turned = (moved: Pose) => {
    const shown = { ...portrait, pixels: portrait.pixels.slice() };
    new HeadWarp(file).draw(moved, portrait, shown, []);
    return shown.pixels;
  };

  it('shows the portrait unchanged without a turn', () => {
    expect(turned(pose())).toEqual(portrait.pixels);
  });

  it('moves with yaw, equally to both sides, and keeps the room still', () => {
    const row = (pixels: Uint32Array) => Array.from(pixels.subarray(20 * WIDTH, 21 * WIDTH), red);
    const edge = (pixels: Uint32Array) => row(pixels).findIndex((value) => value > 55);
    const [left, middle, right] = [-0.1, 0, 0.1].map((yaw) => edge(turned(pose({}, { head: [0, yaw, 0] }))));
    expect(left).not.toBe(right);
    expect(Math.abs((left ?? 0) - (middle ?? 0))).toBeLessThan(4);
    const far = turned(pose({}, { head: [0.3, 0.9, 0.3] }));
    for (let y = 0; y < HEIGHT; y++) expect(red(far[y * WIDTH])).toBe(10);
  });

  it('turns no further than the picture allows', () => {
    expect(turned(pose({}, { head: [0, 0.9, 0] }))).toEqual(turned(pose({}, { head: [0, 0.4, 0] })));
  });

  it('breathes', () => {
    expect(turned(pose({}, { breath: 2 }))).not.toEqual(portrait.pixels);
  });
});
