// Turns the head of the portrait. Each point of a grid over the picture has a distance from the camera and turns about
// the neck; the grid's triangles show the portrait at their new places. Shoulders and room stay still, the chest
// breathes. The picture looks right up to some six degrees.

import { smooth } from './motion';
import type { Picture } from './pixels';
import type { PortraitFile } from './portrait-file';
import type { Pose } from './pose';
import { drawTriangles, OPAQUE } from './triangles';

const COLUMNS = 64;
/** The point that the head turns about, in metres from the eyes: downwards, and away from the camera. */
const NECK = { below: 0.067, behind: 0.115 };
/** Between these, in metres below the eyes, the neck follows the head less and less. */
const STILL = { from: 0.083, to: 0.16 };
/** Between these, the chest rises with the breath more and more. */
const CHEST = { from: 0.088, to: 0.17 };
/** Scales the animator's angles, which are too large for a portrait. */
const TURN = { pitch: 0.6, yaw: 0.5, roll: 0.7 };
const MAX_TURN = 0.085;
const BREATH_METRES = 0.0022;
/**
 * A point stays in place until it has moved this far, in heights of the picture, so small moves need no drawing. The
 * picture shows slow movements in every second frame and fast ones in each.
 */
const SEEN = { slow: 1 / 2400, fast: 1 / 600 };

/** The part of the picture that changed. */
interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export class HeadWarp {
  readonly #rows: number;
  readonly #height: number;
  #isOddFrame = false;
  #seenPixels = 0;
  readonly #camera: PortraitFile['camera'];
  readonly #eyes: { v: number; metres: number };
  /** For each point: its distance from the camera, and how much of it is the person. The room stays still. */
  readonly #metres: Float32Array;
  readonly #presence: Float32Array;
  readonly #rest: Float32Array;
  readonly #shown: Float32Array;
  readonly #hasMoved: Uint8Array;
  readonly #triangles: Uint16Array;

  constructor({ width, height, depth, plate, camera, eyes }: PortraitFile) {
    const cell = width / COLUMNS;
    // One row below the picture, so that the chest can rise from there.
    this.#rows = Math.ceil(height / cell) + 1;
    this.#height = height;
    const points = (COLUMNS + 1) * (this.#rows + 1);
    this.#camera = camera;
    this.#metres = new Float32Array(points);
    this.#presence = new Float32Array(points);
    this.#rest = new Float32Array(points * 2);
    this.#hasMoved = new Uint8Array(points);
    this.#triangles = new Uint16Array(COLUMNS * this.#rows * 6);
    const metresAt = (x: number, y: number) => {
      const column = Math.round((x / width) * (depth.columns - 1));
      const row = Math.min(depth.rows - 1, Math.round((y / height) * (depth.rows - 1)));
      return depth.metres[row * depth.columns + column] as number;
    };
    for (let at = 0; at < points; at++) {
      const x = (at % (COLUMNS + 1)) * cell;
      const y = Math.floor(at / (COLUMNS + 1)) * cell;
      this.#rest.set([x, y], at * 2);
      this.#metres[at] = metresAt(x, y);
      this.#presence[at] = Math.min(1, presenceAround(plate, x, y, cell) * 2.2);
    }
    this.#shown = this.#rest.slice();
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    this.#eyes = {
      v: (mean(eyes.each.map(({ y }) => y)) - camera.y) / camera.focal,
      metres: mean(eyes.each.map(({ x, y }) => metresAt(x, y))),
    };
  }

  /** Draws what has moved since the last call, and where the portrait itself has `changed`. */
  draw(pose: Pose, portrait: Picture, to: Picture, changed: readonly Picture[]): Area | undefined {
    this.#isOddFrame = !this.#isOddFrame;
    this.#seenPixels = this.#height * (this.#isOddFrame ? SEEN.slow : SEEN.fast);
    this.#place(pose);
    const drawn = { left: to.width, top: to.height, right: 0, bottom: 0 };
    let count = 0;
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < COLUMNS; column++) {
        const at = row * (COLUMNS + 1) + column;
        const below = at + COLUMNS + 1;
        if (!this.#isStale(at, below, changed)) continue;
        this.#triangles.set([at, at + 1, below + 1, at, below + 1, below], count);
        count += 6;
        for (const corner of [at, at + 1, below, below + 1]) include(drawn, this.#shown, corner * 2);
      }
    }
    const source = { picture: portrait, points: this.#rest };
    drawTriangles(to, this.#triangles.subarray(0, count), this.#shown, { a: source, b: source, share: OPAQUE });
    return count > 0 ? drawn : undefined;
  }

  #isStale(at: number, below: number, changed: readonly Picture[]): boolean {
    const moved = this.#hasMoved;
    if (moved[at] || moved[at + 1] || moved[below] || moved[below + 1]) return true;
    const [left, top] = [this.#rest[at * 2] as number, this.#rest[at * 2 + 1] as number];
    const [right, bottom] = [this.#rest[below * 2 + 2] as number, this.#rest[below * 2 + 3] as number];
    return changed.some(
      (area) => left < area.left + area.width && right > area.left && top < area.top + area.height && bottom > area.top,
    );
  }

  #place({ head, sway, breath }: Pose): void {
    const { x: middleX, y: middleY, focal } = this.#camera;
    const turn = (axis: 0 | 1 | 2, share: number) => Math.max(-MAX_TURN, Math.min(MAX_TURN, head[axis] * share));
    const pitch = turn(0, TURN.pitch);
    const yaw = turn(1, TURN.yaw);
    const roll = turn(2, TURN.roll);
    const neckBelow = this.#eyes.v * this.#eyes.metres + NECK.below;
    const neckAway = this.#eyes.metres + NECK.behind;
    for (let row = 0; row <= this.#rows; row++) {
      const v = ((this.#rest[row * (COLUMNS + 1) * 2 + 1] as number) - middleY) / focal;
      const belowEyes = (v - this.#eyes.v) * this.#eyes.metres;
      const share = 1 - between(STILL, belowEyes);
      const [cosPitch, sinPitch] = [Math.cos(pitch * share), Math.sin(pitch * share)];
      const [cosYaw, sinYaw] = [Math.cos(yaw * share), Math.sin(yaw * share)];
      const [cosRoll, sinRoll] = [Math.cos(roll * share), Math.sin(roll * share)];
      const lift = breath * BREATH_METRES * (0.35 + 0.65 * between(CHEST, belowEyes));
      for (let column = 0; column <= COLUMNS; column++) {
        const at = row * (COLUMNS + 1) + column;
        const metres = this.#metres[at] as number;
        const u = ((this.#rest[at * 2] as number) - middleX) / focal;
        // Right, up and towards the camera, from the point that the head turns about.
        const x0 = u * metres;
        const y0 = neckBelow - v * metres;
        const z0 = neckAway - metres;
        const x1 = cosYaw * x0 + sinYaw * z0;
        const z1 = cosYaw * z0 - sinYaw * x0;
        const y2 = cosPitch * y0 - sinPitch * z1;
        const away = neckAway - sinPitch * y0 - cosPitch * z1;
        const x3 = cosRoll * x1 - sinRoll * y2 + sway * share;
        const y3 = sinRoll * x1 + cosRoll * y2 - neckBelow + lift;
        const moved = (this.#presence[at] as number) * focal;
        this.#move(at, (x3 / away - u) * moved, (-y3 / away - v) * moved);
      }
    }
  }

  #move(at: number, shiftX: number, shiftY: number): void {
    const x = (this.#rest[at * 2] as number) + shiftX;
    const y = (this.#rest[at * 2 + 1] as number) + shiftY;
    const farX = Math.abs(x - (this.#shown[at * 2] as number));
    const farY = Math.abs(y - (this.#shown[at * 2 + 1] as number));
    const hasMoved = farX > this.#seenPixels || farY > this.#seenPixels;
    this.#hasMoved[at] = hasMoved ? 1 : 0;
    if (!hasMoved) return;
    this.#shown[at * 2] = x;
    this.#shown[at * 2 + 1] = y;
  }
}

function between({ from, to }: { from: number; to: number }, value: number): number {
  return smooth((value - from) / (to - from));
}

function include(area: Area, points: Float32Array, at: number): void {
  const [x, y] = [points[at] as number, points[at + 1] as number];
  area.left = Math.min(area.left, Math.floor(x));
  area.top = Math.min(area.top, Math.floor(y));
  area.right = Math.max(area.right, Math.ceil(x));
  area.bottom = Math.max(area.bottom, Math.ceil(y));
}

/** The mean opacity of the plate around a point. */
function presenceAround({ pixels, width, height }: Picture, x: number, y: number, distance: number): number {
  let sum = 0;
  for (const row of [-1, 0, 1]) {
    for (const column of [-1, 0, 1]) {
      const atX = Math.min(width - 1, Math.max(0, Math.round(x + column * distance)));
      const atY = Math.min(height - 1, Math.max(0, Math.round(y + row * distance)));
      sum += (pixels[atY * width + atX] as number) >>> 24;
    }
  }
  return sum / 9 / 255;
}
