// Eyes, nose and mouth of the drawn portrait, moved by the same morph units as the bust's.

import type { Place } from './flat-portrait';
import type { MorphWeights, Pose } from './pose';
import type { PortraitStyle } from './presenter-looks';

type Pen = CanvasRenderingContext2D;

const EYE_WIDTH = 23;
const EYE_HEIGHT = 16;

function disc(pen: Pen, x: number, y: number, radius: number, fill: string | CanvasGradient): void {
  pen.fillStyle = fill;
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
}

/** `side`: -1 is on the viewer's left. */
export function drawEye(
  pen: Pen,
  style: PortraitStyle,
  { weights, gaze }: Pose,
  place: Place,
  side: -1 | 1,
  yaw: number,
  pitch: number,
): void {
  const unit = side > 0 ? 'L' : 'R';
  const weight = (name: string) => weights[`${name}${unit}`] ?? 0;
  const [x, y] = place(240 + side * 40, 210, 0.75);
  const closed = Math.min(1, weight('blink') + weight('squint') * 0.4);
  const open = Math.max(0.02, 1 - closed) * (1 + weight('wide') * 0.5);
  const height = EYE_HEIGHT * open;

  pen.save();
  pen.beginPath();
  pen.moveTo(x - EYE_WIDTH, y + 2);
  pen.quadraticCurveTo(x, y - height * 1.25, x + EYE_WIDTH, y + 1);
  pen.quadraticCurveTo(x, y + height * 1.05 + 2, x - EYE_WIDTH, y + 2);
  pen.fillStyle = '#fdfbf8';
  pen.fill();
  pen.clip();
  const irisX = x + (gaze[0] + yaw * 0.9) * 30;
  const irisY = y - (gaze[1] - pitch * 0.9) * 26 + (1 - open) * 3;
  disc(pen, irisX, irisY, 12.6, '#2c1c12');
  const iris = pen.createRadialGradient(irisX, irisY + 4, 2, irisX, irisY, 12);
  iris.addColorStop(0, '#a0714a');
  iris.addColorStop(1, style.iris);
  disc(pen, irisX, irisY, 11.4, iris);
  disc(pen, irisX, irisY, 5.4, '#0d0806');
  disc(pen, irisX + 4, irisY - 4.5, 2.9, '#fff');
  pen.fillStyle = 'rgba(60, 30, 20, 0.2)';
  pen.fillRect(x - EYE_WIDTH, y - height - 4, 2 * EYE_WIDTH, height * 0.9);
  pen.restore();

  pen.strokeStyle = '#2a1a15';
  pen.lineCap = 'round';
  pen.lineWidth = 3.6;
  pen.beginPath();
  pen.moveTo(x - EYE_WIDTH - 1, y + 2 + closed * 5);
  pen.quadraticCurveTo(x, y - height * 1.25 + closed * 13, x + EYE_WIDTH + 1, y + 1 + closed * 5);
  pen.stroke();
  pen.strokeStyle = 'rgba(110, 65, 50, 0.5)';
  pen.lineWidth = 1.6;
  pen.beginPath();
  pen.moveTo(x - EYE_WIDTH + 4, y - 12 * open - 4);
  pen.quadraticCurveTo(x, y - 19 * open - 5, x + EYE_WIDTH - 4, y - 12 * open - 5);
  pen.stroke();
  drawBrow(pen, style, weight, place, side);
}

function drawBrow(pen: Pen, style: PortraitStyle, weight: (name: string) => number, place: Place, side: -1 | 1): void {
  const up = weight('browUp') * 13 - weight('browDown') * 9;
  const inner = weight('browIn') * 9 - weight('browDown') * 8;
  const [x, y] = place(240 + side * 41, 178, 0.85);
  pen.strokeStyle = style.hair;
  pen.lineWidth = 6;
  pen.beginPath();
  pen.moveTo(x - side * 24, y + 4 - up * 0.6 - inner);
  pen.quadraticCurveTo(x + side * 4, y - 9 - up, x + side * 29, y + 4 - up * 0.7);
  pen.stroke();
}

export function drawNose(pen: Pen, style: PortraitStyle, place: Place): void {
  const [x, y] = place(240, 246, 1.5);
  pen.strokeStyle = style.skinShadow;
  pen.lineWidth = 3;
  pen.beginPath();
  pen.moveTo(x - 11, y + 5);
  pen.quadraticCurveTo(x, y + 13, x + 11, y + 5);
  pen.stroke();
  pen.fillStyle = 'rgba(255, 240, 225, 0.16)';
  pen.beginPath();
  pen.ellipse(x - 2, y - 8, 4, 13, 0, 0, Math.PI * 2);
  pen.fill();
}

export function drawMouth(pen: Pen, style: PortraitStyle, weights: MorphWeights, place: Place): void {
  const weight = (name: string) => weights[name] ?? 0;
  const [x, y] = place(240, 287, 1);
  const rounded = Math.min(1, weight('purse') + weight('protrude') * 0.7);
  const width = 33 * (1 - rounded * 0.52) + weight('stretch') * 9 + weight('smile') * 7;
  const smile = weight('smile') * 19 - weight('mouthDown') * 8;
  const parted =
    weight('jawOpen') * 34 + weight('lipsPart') * 8 + weight('upperUp') * 5 + rounded * weight('jawOpen') * 8;
  const gap = Math.max(0, parted - weight('compress') * 30);
  const upper = -gap * 0.22;
  const lower = gap * 0.82;
  const thickness = 6.5 * (1 - weight('compress') * 0.7) + rounded * 3.5;
  const corner = y - smile * 0.55;

  if (gap > 0.8) {
    pen.save();
    pen.beginPath();
    pen.moveTo(x - width, corner);
    pen.quadraticCurveTo(x, y + upper - 1, x + width, corner);
    pen.quadraticCurveTo(x, y + lower * 1.9 + smile, x - width, corner);
    pen.fillStyle = '#5d1f22';
    pen.fill();
    pen.clip();
    pen.fillStyle = '#fbf7f0';
    pen.beginPath();
    pen.ellipse(x, y + upper - 3, width * 0.86, 6 + gap * 0.16, 0, 0, Math.PI * 2);
    pen.fill();
    pen.fillStyle = '#cf6f6d';
    pen.beginPath();
    pen.ellipse(x, y + lower + 9, width * 0.6, gap * 0.42 + 3, 0, 0, Math.PI * 2);
    pen.fill();
    pen.restore();
  }
  pen.fillStyle = style.lips;
  pen.beginPath();
  pen.moveTo(x - width - 2, corner);
  pen.bezierCurveTo(
    x - width * 0.5,
    y - thickness + upper,
    x - 6,
    y - thickness - 2 + upper,
    x,
    y - thickness * 0.55 + upper,
  );
  pen.bezierCurveTo(x + 6, y - thickness - 2 + upper, x + width * 0.5, y - thickness + upper, x + width + 2, corner);
  pen.quadraticCurveTo(x, y + upper * 0.9 + 2.2 + smile * 0.35, x - width - 2, corner);
  pen.fill();
  pen.beginPath();
  pen.moveTo(x - width - 1, corner);
  pen.quadraticCurveTo(x, y + lower * 1.75 + smile * 0.75 + 1.2, x + width + 1, corner);
  pen.quadraticCurveTo(x, y + lower * 2 + thickness * 2.1 + smile, x - width - 1, corner);
  pen.fill();
  pen.fillStyle = 'rgba(255, 255, 255, 0.12)';
  pen.beginPath();
  pen.ellipse(x, y + lower + thickness * 0.75 + smile * 0.5, width * 0.34, 2, 0, 0, Math.PI * 2);
  pen.fill();
}
