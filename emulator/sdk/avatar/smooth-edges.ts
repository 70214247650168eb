// Smooths the edges of a finished picture (after FXAA, Lottes 2009) in plain JavaScript: one pass that mostly copies costs a
// fraction of what a software renderer takes for the same five look-ups a pixel. Pure reckoning with bytes.

import type { Rectangle } from './moving-area';
import type { PictureSize } from './studio-backdrop';

/** Of 255: less contrast than this, or than this share of the brighter side, is no edge. */
const LEAST_CONTRAST = 15;
const LEAST_SHARE = 0.12;
/** How many pixels an edge may be followed. */
const LONGEST_REACH = 6;
/** Taps between pixels are weighed in sixteenths, so that two channels fit in one product. */
const WEIGHT_BITS = 4;
const WHOLE = 1 << WEIGHT_BITS;
const RED_AND_BLUE = 0xff00ff;
const GREEN = 0x00ff00;
const OPAQUE = 0xff << 24;

const green = (pixel: number) => (pixel >> 8) & 0xff;
const halfway = (a: number, b: number) => ((a >> 1) & 0x7f7f7f) + ((b >> 1) & 0x7f7f7f);
const between = (a: number, b: number, weight: number) =>
  ((((a & RED_AND_BLUE) * (WHOLE - weight) + (b & RED_AND_BLUE) * weight) >> WEIGHT_BITS) & RED_AND_BLUE) |
  ((((a & GREEN) * (WHOLE - weight) + (b & GREEN) * weight) >> WEIGHT_BITS) & GREEN);

/**
 * Where neighbours differ in green, which stands for brightness, the colour is averaged along the edge; elsewhere, nearly
 * everywhere, it is passed on. `picture` has its lowest row first, as WebGL reads it; `smoothed` its upper one, as 2D canvases
 * want it. `area` does not touch the sides of the picture.
 */
export function smoothEdges(
  picture: Int32Array,
  smoothed: Int32Array,
  { width, height }: PictureSize,
  area: readonly Rectangle[],
): void {
  /** Beyond the picture there is black, which would be an edge: rows, unlike columns, may be asked for there. */
  const row = (y: number) => Math.min(height - 1, Math.max(0, y)) * width;
  const tap = (x: number, y: number): number => {
    const left = Math.floor(x);
    const below = Math.floor(y);
    const lower = row(below) + left;
    const upper = row(below + 1) + left;
    const across = Math.round((x - left) * WHOLE);
    return between(
      between(picture[lower] as number, picture[lower + 1] as number, across),
      between(picture[upper] as number, picture[upper + 1] as number, across),
      Math.round((y - below) * WHOLE),
    );
  };
  const averageAlong = (x: number, y: number, dx: number, dy: number) =>
    halfway(tap(x - dx, y - dy), tap(x + dx, y + dy));
  const reach = (towards: number) => Math.min(LONGEST_REACH, Math.max(-LONGEST_REACH, towards));

  for (const { left, bottom, width: columns, height: rows } of area) {
    for (let y = bottom; y < bottom + rows; y++) {
      const [here, above, below, out] = [y * width, row(y + 1), row(y - 1), (height - 1 - y) * width];
      let [nw, n] = [green(picture[above + left - 1] as number), green(picture[above + left] as number)];
      let [sw, s] = [green(picture[below + left - 1] as number), green(picture[below + left] as number)];
      for (let x = left; x < left + columns; x++) {
        const own = picture[here + x] as number;
        const g = green(own);
        const ne = green(picture[above + x + 1] as number);
        const se = green(picture[below + x + 1] as number);
        const low = Math.min(g, nw, ne, sw, se);
        const high = Math.max(g, nw, ne, sw, se);
        let colour = own;
        if (high - low > LEAST_CONTRAST && high - low > high * LEAST_SHARE) {
          const alongX = sw + se - nw - ne;
          const alongY = nw + sw - ne - se;
          const shortest = Math.min(Math.abs(alongX), Math.abs(alongY)) + Math.max((nw + ne + sw + se) * 0.03, 2);
          const dx = reach(alongX / shortest);
          const dy = reach(alongY / shortest);
          const near = averageAlong(x, y, dx / 6, dy / 6);
          const far = halfway(near, averageAlong(x, y, dx / 2, dy / 2));
          colour = green(far) < low || green(far) > high ? near : far;
        }
        smoothed[out + x] = colour | OPAQUE;
        nw = n;
        n = ne;
        sw = s;
        s = se;
      }
    }
  }
}
