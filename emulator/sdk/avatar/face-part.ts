// A part of the face that moves, mouth or eyes. It paints the background of the opening first, then the skin over it,
// as triangles filled from the two rendered pictures closest to the pose. Each picture bends to the pose's own outline,
// so blending them shows no second lip or lid.

import { mix, type Picture } from './pixels';
import type { MovingMesh, MovingPart } from './portrait-file';
import type { MorphWeights } from './pose';
import { type Blend, drawTriangles, type Source } from './triangles';

/** A smaller share of the second picture than this, of 256, is invisible. */
const SEEN_SHARE = 6;

export class FacePart {
  readonly #part: MovingPart;
  readonly #atRest: MorphWeights;
  readonly #sources: readonly (Source & { weights: MorphWeights })[];
  /** How far a weight of one of each unit moves the points in total. */
  readonly #strengths: ReadonlyMap<string, number>;
  /** The portrait as rendered, and as drawn now. */
  readonly #plate: Uint32Array;
  readonly #drawn: Picture;
  readonly points: Float32Array;

  constructor(part: MovingPart, atRest: MorphWeights, portrait: Picture) {
    const { mesh, sprites, cover } = part;
    const { left, top, width, height } = cover;
    this.#part = part;
    this.#atRest = atRest;
    this.points = new Float32Array(mesh.rest.length);
    this.#sources = sprites.map(({ picture, weights }) => {
      const points = new Float32Array(mesh.rest.length);
      placePoints(mesh, weights, atRest, points);
      return { picture, weights, points };
    });
    // A unit that is equal in all pictures does not distinguish them.
    const differing = [...mesh.units].filter(
      ([unit]) => new Set(sprites.map(({ weights }) => weights[unit] ?? 0)).size > 1,
    );
    this.#strengths = new Map(differing.map(([unit, { moves }]) => [unit, Math.hypot(...moves)]));
    this.#plate = new Uint32Array(width * height);
    for (let y = 0; y < height; y++) {
      const from = (top + y) * portrait.width + left;
      this.#plate.set(portrait.pixels.subarray(from, from + width), y * width);
    }
    this.#drawn = { pixels: this.#plate.slice(), width, height, left, top };
  }

  /** Draws the part with these weights into the portrait. */
  draw(weights: MorphWeights, portrait: Picture, paintBehind: (target: Picture) => void): void {
    const { mesh } = this.#part;
    this.#drawn.pixels.set(this.#plate);
    placePoints(mesh, weights, this.#atRest, this.points);
    paintBehind(this.#drawn);
    drawTriangles(this.#drawn, mesh.triangles, this.points, this.#closest(weights));
    this.#putBack(portrait);
  }

  /**
   * Returns the two closest pictures and the second's share. Shares are relative to the third picture, so none jumps
   * when another picture becomes closer.
   */
  #closest(weights: MorphWeights): Blend {
    const sorted = this.#sources
      .map((source) => {
        let distance = 0;
        for (const [unit, strength] of this.#strengths)
          distance += (((weights[unit] ?? 0) - (source.weights[unit] ?? 0)) * strength) ** 2;
        return { source, closeness: 1 / (distance + 1e-3) };
      })
      .sort((one, other) => other.closeness - one.closeness);
    const [first, second = first, third] = sorted;
    if (!first || !second) throw new Error('a presenter without pictures');
    const floor = third?.closeness ?? 0;
    const [a, b] = [first.closeness - floor, second.closeness - floor];
    const share = a + b > 0 ? Math.round((256 * b) / (a + b)) : 128;
    return { a: first.source, b: second.source, share: share < SEEN_SHARE ? 0 : share };
  }

  #putBack({ pixels: portrait, width: portraitWidth }: Picture): void {
    const { left, top, width, height, pixels } = this.#drawn;
    const cover = this.#part.cover.pixels;
    for (let y = 0; y < height; y++) {
      let to = (top + y) * portraitWidth + left;
      for (let at = y * width; at < (y + 1) * width; at++, to++) {
        const share = (cover[at] as number) >>> 24;
        if (share === 255) portrait[to] = pixels[at] as number;
        else if (share > 0) portrait[to] = mix(this.#plate[at] as number, pixels[at] as number, share);
      }
    }
  }
}

/** Computes the place of every point with these weights. */
function placePoints(mesh: MovingMesh, weights: MorphWeights, atRest: MorphWeights, points: Float32Array): void {
  points.set(mesh.rest);
  for (const [unit, { points: moved, moves }] of mesh.units) {
    const weight = (weights[unit] ?? 0) - (atRest[unit] ?? 0);
    if (Math.abs(weight) < 0.002) continue;
    for (let index = 0; index < moved.length; index++) {
      const at = (moved[index] as number) * 2;
      points[at] = (points[at] as number) + weight * (moves[index * 2] as number);
      points[at + 1] = (points[at + 1] as number) + weight * (moves[index * 2 + 1] as number);
    }
  }
}
