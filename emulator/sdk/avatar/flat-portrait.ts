// The presenter as a drawn portrait, for browsers that cannot do WebGL2 or do it too slowly. It takes the same poses as the
// bust, needs no files, and costs a few milliseconds a frame.

import { drawEye, drawMouth, drawNose } from './flat-features';
import type { Painter, Pose } from './pose';
import type { PresenterLook } from './presenter-looks';
import { paintBackdrop } from './studio-backdrop';

/** All coordinates below are on a square of this side, in the middle of the picture. */
const PORTRAIT_UNITS = 480;
/** The head tilts around the neck. */
const TILT_CENTRE = [240, 330] as const;

/** Where a point at `depth` (1 = the tip of the face, negative = behind) lands when the head turns. */
export type Place = (x: number, y: number, depth: number) => readonly [number, number];

export class FlatPortrait implements Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #look: PresenterLook;
  readonly #backdrop: OffscreenCanvas;

  constructor(context: CanvasRenderingContext2D, look: PresenterLook) {
    this.#context = context;
    this.#look = look;
    this.#backdrop = paintBackdrop(context.canvas, look.backdrop);
  }

  paint(pose: Pose): void {
    const context = this.#context;
    const { width, height } = context.canvas;
    const scale = height / PORTRAIT_UNITS;
    const pitch = pose.head[0] + pose.neck[0];
    const yaw = pose.head[1] + pose.neck[1];
    const roll = pose.head[2] + pose.neck[2];
    const place: Place = (x, y, depth) => [x + yaw * 62 * depth, y + pitch * 55 * depth];
    const lift = (pose.weights.breathe ?? 0) * -4;

    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#backdrop, 0, 0);
    context.setTransform(scale, 0, 0, scale, (width - height) / 2, 0);
    this.#tilted(roll, () => this.#drawHairBehind(place));
    this.#drawShoulders(lift);
    this.#tilted(roll, () => {
      this.#drawFace(place, pose.weights.jawOpen ?? 0, pose.weights.smile ?? 0);
      const { portrait } = this.#look;
      for (const side of [-1, 1] as const) drawEye(context, portrait, pose, place, side, yaw, pitch);
      drawNose(context, portrait, place);
      drawMouth(context, portrait, pose.weights, place);
      this.#drawFringe(place);
    });
  }

  dispose(): void {
    // The canvas belongs to the caller; nothing else is held.
  }

  #tilted(roll: number, draw: () => void): void {
    const context = this.#context;
    const [x, y] = TILT_CENTRE;
    context.save();
    context.translate(x, y);
    context.rotate(-roll);
    context.translate(-x, -y);
    draw();
    context.restore();
  }

  #drawHairBehind(place: Place): void {
    const context = this.#context;
    const [x, y] = place(240, 200, -0.9);
    const { hair, hairDrop } = this.#look.portrait;
    const side = 104 + hairDrop * 0.08;
    context.fillStyle = hair;
    context.beginPath();
    context.moveTo(x - 108, y + 20);
    context.bezierCurveTo(x - 120, y - 150, x + 120, y - 150, x + 108, y + 20);
    context.bezierCurveTo(x + side, y + hairDrop * 0.48, x + side, y + hairDrop * 0.83, x + 96, y + hairDrop);
    context.lineTo(x - 96, y + hairDrop);
    context.bezierCurveTo(x - side, y + hairDrop * 0.83, x - side, y + hairDrop * 0.48, x - 108, y + 20);
    context.fill();
  }

  #drawShoulders(lift: number): void {
    const context = this.#context;
    const { portrait } = this.#look;
    context.fillStyle = portrait.skinShadow;
    context.beginPath();
    context.moveTo(203, 290);
    context.lineTo(194, 390);
    context.quadraticCurveTo(240, 470, 286, 390);
    context.lineTo(277, 290);
    context.fill();
    const cloth = context.createLinearGradient(0, 370, 0, 480);
    cloth.addColorStop(0, portrait.clothLight);
    cloth.addColorStop(1, portrait.cloth);
    context.fillStyle = cloth;
    context.beginPath();
    context.moveTo(20, 482);
    context.bezierCurveTo(30, 410 + lift, 100, 392 + lift, 172, 374 + lift);
    context.quadraticCurveTo(240, 452 + lift, 308, 374 + lift);
    context.bezierCurveTo(380, 392 + lift, 450, 410 + lift, 460, 482);
    context.fill();
    context.fillStyle = '#f4f7fa';
    for (const side of [-1, 1]) {
      context.beginPath();
      context.moveTo(240 + side * 66, 366 + lift);
      context.lineTo(240 + side * 84, 392 + lift);
      context.lineTo(240 + side * 34, 440 + lift);
      context.lineTo(240 + side * 4, 424 + lift);
      context.closePath();
      context.fill();
    }
  }

  #drawFace(place: Place, jaw: number, smile: number): void {
    const context = this.#context;
    const { portrait } = this.#look;
    context.fillStyle = portrait.skinShadow;
    for (const side of [-1, 1]) {
      const [x, y] = place(240 + side * 92, 222, -0.35);
      context.beginPath();
      context.ellipse(x, y, 15, 25, side * 0.15, 0, Math.PI * 2);
      context.fill();
    }
    const [x, y] = place(240, 205, 0.15);
    const skin = context.createRadialGradient(x - 22, y - 30, 20, x, y + 10, 150);
    skin.addColorStop(0, portrait.skinLight);
    skin.addColorStop(0.65, portrait.skin);
    skin.addColorStop(1, portrait.skinShadow);
    context.fillStyle = skin;
    const drop = jaw * 22;
    context.beginPath();
    context.moveTo(x - 92, y - 20);
    context.bezierCurveTo(x - 96, y - 130, x + 96, y - 130, x + 92, y - 20);
    context.bezierCurveTo(x + 94, y + 50, x + 70, y + 96 + drop * 0.6, x + 26, y + 122 + drop);
    context.quadraticCurveTo(x, y + 134 + drop, x - 26, y + 122 + drop);
    context.bezierCurveTo(x - 70, y + 96 + drop * 0.6, x - 94, y + 50, x - 92, y - 20);
    context.fill();
    for (const side of [-1, 1]) {
      const [cheekX, cheekY] = place(240 + side * 52, 258, 0.7);
      const blush = context.createRadialGradient(cheekX, cheekY, 2, cheekX, cheekY, 30);
      blush.addColorStop(0, `rgba(226, 110, 96, ${0.1 + smile * 0.12})`);
      blush.addColorStop(1, 'rgba(226, 110, 96, 0)');
      context.fillStyle = blush;
      context.fillRect(cheekX - 32, cheekY - 32, 64, 64);
    }
  }

  #drawFringe(place: Place): void {
    const context = this.#context;
    const { portrait } = this.#look;
    const [x, y] = place(240, 160, 0.45);
    const hair = context.createLinearGradient(x - 110, y - 90, x + 110, y + 60);
    hair.addColorStop(0, portrait.hairLight);
    hair.addColorStop(0.5, portrait.hair);
    hair.addColorStop(1, portrait.hairLight);
    context.fillStyle = hair;
    context.beginPath();
    context.moveTo(x - 104, y + 80);
    context.bezierCurveTo(x - 122, y - 110, x + 122, y - 110, x + 104, y + 80);
    context.bezierCurveTo(x + 92, y + 20, x + 82, y - 14, x + 22, y - 30);
    context.bezierCurveTo(x - 20, y - 2, x - 80, y - 6, x - 92, y + 30);
    context.quadraticCurveTo(x - 96, y + 60, x - 104, y + 80);
    context.fill();
  }
}
