// Draws triangles of one or two pictures into another. Every moving part of a person uses it.

import { mix, ONE_PIXEL, over, type Picture, sampleRow } from './pixels';

/** A picture, and the place of each mesh point in it. All points are x, y in the portrait's pixels. */
export interface Source {
  picture: Picture;
  points: Float32Array;
}

export interface Blend {
  a: Source;
  b: Source;
  /** The share of `b`, out of 256. */
  share: number;
}

/** The share with which `a`, which is opaque, fills the triangle. */
export const OPAQUE = -1;

/**
 * Draws a mesh: each triangle at `points`, filled from `a` and `b`. Only one of two neighbouring triangles draws a
 * point on their edge, so none is blended twice. Skips triangles that face away.
 */
export function drawTriangles(
  target: Picture,
  triangles: Uint16Array,
  points: Float32Array,
  { a, b, share }: Blend,
): void {
  for (let at = 0; at < triangles.length; at += 3) {
    let p = (triangles[at] as number) * 2;
    let q = (triangles[at + 1] as number) * 2;
    let r = (triangles[at + 2] as number) * 2;
    const area = cross(points, p, q, r);
    if (area < 0.01) continue;
    // From the uppermost point down. With y down and a positive area, r is then on the left of q.
    while (
      (points[p + 1] as number) > (points[q + 1] as number) ||
      (points[p + 1] as number) > (points[r + 1] as number)
    ) {
      const turned = p;
      p = q;
      q = r;
      r = turned;
    }
    const px = points[p] as number;
    const py = points[p + 1] as number;
    const qx = points[q] as number;
    const qy = points[q + 1] as number;
    const rx = points[r] as number;
    const ry = points[r + 1] as number;
    const first = Math.max(target.top, Math.ceil(py - 0.5));
    const last = Math.min(target.top + target.height, Math.ceil(Math.max(qy, ry) - 0.5));
    if (first >= last) continue;
    mapA.set(a, points, p, q, r, area);
    if (share > 0) mapB.set(b, points, p, q, r, area);
    const slopeQ = (qx - px) / (qy - py);
    const slopeR = (rx - px) / (ry - py);
    // Always from the upper point of the third edge, so the triangle on its other side computes the same edge.
    const slopeBelow = (rx - qx) / (ry - qy);
    const belowX = qy < ry ? qx : rx;
    const belowY = qy < ry ? qy : ry;
    for (let y = first; y < last; y++) {
      const middle = y + 0.5;
      const below = belowX + (middle - belowY) * slopeBelow;
      const left = middle < ry ? px + (middle - py) * slopeR : below;
      const right = middle < qy ? px + (middle - py) * slopeQ : below;
      const start = Math.max(target.left, Math.ceil(left - 0.5));
      const end = Math.min(target.left + target.width, Math.ceil(right - 0.5));
      if (start >= end) continue;
      mapA.start(start, y);
      const to = (y - target.top) * target.width + start - target.left;
      if (share === OPAQUE) {
        sampleRow(target.pixels, to, to + end - start, a.picture, mapA);
        continue;
      }
      sampleRow(rowA, 0, end - start, a.picture, mapA);
      if (share > 0) {
        mapB.start(start, y);
        sampleRow(rowB, 0, end - start, b.picture, mapB);
      }
      composite(target.pixels, to, end - start, share);
    }
  }
}

function cross(points: Float32Array, p: number, q: number, r: number): number {
  const px = points[p] as number;
  const py = points[p + 1] as number;
  return (
    ((points[q] as number) - px) * ((points[r + 1] as number) - py) -
    ((points[q + 1] as number) - py) * ((points[r] as number) - px)
  );
}

/** Maps a pixel of the target to a place in a source. */
class PixelMap {
  x = 0;
  y = 0;
  stepX = 0;
  stepY = 0;
  startX = 0;
  startY = 0;
  xPerRow = 0;
  yPerRow = 0;

  /** Maps a triangle's three points in the target to those in the source. */
  set({ picture, points: to }: Source, from: Float32Array, p: number, q: number, r: number, area: number): void {
    const px = from[p] as number;
    const py = from[p + 1] as number;
    const qx = (from[q] as number) - px;
    const qy = (from[q + 1] as number) - py;
    const rx = (from[r] as number) - px;
    const ry = (from[r + 1] as number) - py;
    const startX = to[p] as number;
    const startY = to[p + 1] as number;
    const scale = ONE_PIXEL / area;
    const qToX = ((to[q] as number) - startX) * scale;
    const qToY = ((to[q + 1] as number) - startY) * scale;
    const rToX = ((to[r] as number) - startX) * scale;
    const rToY = ((to[r + 1] as number) - startY) * scale;
    this.stepX = qToX * ry - rToX * qy;
    this.xPerRow = rToX * qx - qToX * rx;
    this.stepY = qToY * ry - rToY * qy;
    this.yPerRow = rToY * qx - qToY * rx;
    this.startX = (startX - picture.left - 0.5) * ONE_PIXEL - this.stepX * (px - 0.5) - this.xPerRow * (py - 0.5);
    this.startY = (startY - picture.top - 0.5) * ONE_PIXEL - this.stepY * (px - 0.5) - this.yPerRow * (py - 0.5);
  }

  start(column: number, row: number): void {
    this.x = this.startX + this.stepX * column + this.xPerRow * row;
    this.y = this.startY + this.stepY * column + this.yPerRow * row;
  }
}

/** Reused, so that no triangle allocates one. */
const mapA = new PixelMap();
const mapB = new PixelMap();
const rowA = new Uint32Array(4096);
const rowB = new Uint32Array(4096);

function composite(pixels: Uint32Array, to: number, length: number, share: number): void {
  for (let at = 0; at < length; at++, to++) {
    const a = rowA[at] as number;
    pixels[to] = over(pixels[to] as number, share > 0 ? mix(a, rowB[at] as number, share) : a);
  }
}
