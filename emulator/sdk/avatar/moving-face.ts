// Draws mouth and eyes of a moment into the portrait, with the contents of their openings: teeth, the dark of the
// mouth, eyeballs.

import { FacePart } from './face-part';
import { smooth } from './motion';
import { mix, ONE_PIXEL, over, type Picture, sample } from './pixels';
import type { PortraitFile } from './portrait-file';
import type { MorphWeights, Pose } from './pose';

const DARKNESS_OF_THE_MOUTH = 0xff18183a;
/** The renderer opened the mouth for the teeth. They get darker as it closes. Shares of 256. */
const TEETH_SHADE = { closed: 60, open: 256, openAt: 0.25 };
/** At the line of closed lips: the light, of 256, and how far away to sample their own colour, in drops of the jaw. */
const LIP_LINE = { light: 100, reach: 0.08 };
/** How far the tongue and the teeth behind it rise, in drops of the jaw. */
const TONGUE_RISE = 0.09;
/** The light on the eyeball right under the upper lid, of 256. Full light is this many radii below it. */
const LID_SHADE = { dark: 120, reach: 0.55 };
/** Weights and angles that differ by less than one step look alike. */
const STEPS = 150;

export class MovingFace {
  readonly #file: PortraitFile;
  readonly #mouth: FacePart;
  readonly #eyes: FacePart;
  readonly #lipLine: number;
  readonly #drawn = { mouth: '', eyes: '' };

  constructor(file: PortraitFile, portrait: Picture) {
    this.#file = file;
    this.#mouth = new FacePart(file.mouth, file.restWeights, portrait);
    this.#eyes = new FacePart(file.eyes, file.restWeights, portrait);
    this.#lipLine = lipLine(file);
  }

  /** Draws what has changed since the last pose into the portrait, and returns the changed parts. */
  draw({ weights, gaze, tongue }: Pose, portrait: Picture): Picture[] {
    const { mouth, eyes } = this.#file;
    const look = (part: typeof mouth | typeof eyes, ...more: number[]) =>
      [...part.mesh.units.keys()]
        .map((unit) => weights[unit] ?? 0)
        .concat(more)
        .map((value) => Math.round(value * STEPS))
        .join();
    const now = { mouth: look(mouth, tongue), eyes: look(eyes, ...gaze) };
    const changed: Picture[] = [];
    if (now.mouth !== this.#drawn.mouth) {
      this.#mouth.draw(weights, portrait, (target) => this.#paintTeeth(target, weights, tongue));
      changed.push(mouth.cover);
    }
    if (now.eyes !== this.#drawn.eyes) {
      this.#eyes.draw(weights, portrait, (target) => this.#paintEyeballs(target, gaze));
      changed.push(eyes.cover);
    }
    Object.assign(this.#drawn, now);
    return changed;
  }

  /**
   * Draws within the teeth's pictures, inside the outline of the face. The skin, drawn next, covers all but the
   * opening.
   */
  #paintTeeth(target: Picture, weights: MorphWeights, tongue: number): void {
    const { upperTeeth: upper, lowerTeeth: lower } = this.#file.mouth;
    const { jaw } = this.#file;
    const jawOpen = weights.jawOpen ?? 0;
    const light = Math.min(1, (jawOpen + (weights.lipsPart ?? 0) * 0.4) / TEETH_SHADE.openAt);
    const dark = mix(this.#lipLine, DARKNESS_OF_THE_MOUTH, Math.round(256 * light));
    const shade = Math.round(TEETH_SHADE.closed + (TEETH_SHADE.open - TEETH_SHADE.closed) * light);
    const dropped = jawOpen - jaw.weight;
    const shiftX = Math.round(dropped * jaw.x * ONE_PIXEL);
    const shiftY = Math.round((dropped - tongue * TONGUE_RISE) * jaw.y * ONE_PIXEL);
    for (let y = 0; y < upper.height; y++) {
      let to = (upper.top - target.top + y) * target.width + upper.left - target.left;
      for (let x = 0; x < upper.width; x++, to++) {
        const fromLower = sample(lower, x * ONE_PIXEL - shiftX, y * ONE_PIXEL - shiftY);
        const pixel = over(over(dark, fromLower), upper.pixels[y * upper.width + x] as number);
        target.pixels[to] = mix(dark, pixel, shade);
      }
    }
  }

  #paintEyeballs(target: Picture, gaze: Pose['gaze']): void {
    const { eyeballs, glints, each, ahead } = this.#file.eyes;
    const [yaw, pitch] = [gaze[0] + ahead[0], gaze[1] + ahead[1]];
    const [sinYaw, cosYaw, sinPitch, cosPitch] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)];
    for (const eye of each) {
      const lid = this.#eyes.points[eye.lidPoint * 2 + 1] as number;
      // The lids hide the outermost ring of the sphere, which has no neighbour to turn in from.
      const radius = Math.floor(eye.radius * 0.86);
      const left = eye.x - eyeballs.left;
      const top = eye.y - eyeballs.top;
      for (let y = -radius; y <= radius; y++) {
        const lit = smooth((eye.y + y - lid) / (eye.radius * LID_SHADE.reach));
        const shade = Math.round(LID_SHADE.dark + (256 - LID_SHADE.dark) * lit);
        const reach = Math.floor(Math.sqrt(radius * radius - y * y));
        let to = (Math.round(eye.y) + y - target.top) * target.width + Math.round(eye.x) - reach - target.left;
        for (let x = -reach; x <= reach; x++, to++) {
          // The point of the turned sphere at this pixel, turned back.
          const z = Math.sqrt(eye.radius * eye.radius - x * x - y * y);
          const fromY = y * cosPitch + z * sinPitch;
          const depth = z * cosPitch - y * sinPitch;
          const fromX = x * cosYaw - depth * sinYaw;
          const ball = sample(eyeballs, (left + fromX) * ONE_PIXEL, (top + fromY) * ONE_PIXEL);
          target.pixels[to] = brightened(
            mix(0, ball, shade),
            sample(glints, (left + x) * ONE_PIXEL, (top + y) * ONE_PIXEL),
          );
        }
      }
    }
  }
}

/** Between closed lips: their own colour in the shade, not the dark of the mouth. */
function lipLine({ plate: { pixels, width }, jaw, mouth: { upperTeeth } }: PortraitFile): number {
  const reach = Math.ceil(jaw.y * LIP_LINE.reach) * width;
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = 0; y < upperTeeth.height; y++) {
    const from = (upperTeeth.top + y) * width + upperTeeth.left;
    for (let at = from; at < from + upperTeeth.width; at++) {
      const lip = pixels[at] as number;
      const isOpening = (place: number) => (pixels[place] as number) >>> 24 < 128;
      if (lip >>> 24 < 255 || !(isOpening(at - reach) || isOpening(at + reach))) continue;
      sums.forEach((sum, channel) => {
        sums[channel] = sum + ((lip >>> (channel * 8)) & 255);
      });
      count++;
    }
  }
  if (count === 0) return DARKNESS_OF_THE_MOUTH;
  const [red, green, blue] = sums.map((sum) => Math.round(sum / count)) as [number, number, number];
  return mix(0xff000000, (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0, LIP_LINE.light);
}

/** The sum of two pixels, each channel up to 255, opaque. */
function brightened(pixel: number, light: number): number {
  const red = Math.min(255, (pixel & 255) + (light & 255));
  const green = Math.min(255, ((pixel >>> 8) & 255) + ((light >>> 8) & 255));
  const blue = Math.min(255, ((pixel >>> 16) & 255) + ((light >>> 16) & 255));
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
