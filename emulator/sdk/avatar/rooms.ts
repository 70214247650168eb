// The room behind each presenter, out of focus: a wall with a pool of light, a window's glow, soft lamps, darker
// corners. Painted once with Canvas 2D.

import type { PresenterName } from '../presenter-of';

const rooms: Record<PresenterName, { wallLight: string; wallDark: string; window: string; lamp: string }> = {
  ada: { wallLight: '#8fa6b5', wallDark: '#3d5060', window: '#e9eef0', lamp: '#f3cf9c' },
  mei: { wallLight: '#a9a899', wallDark: '#4d564f', window: '#f4efe2', lamp: '#f6d9a8' },
  zuri: { wallLight: '#a08f86', wallDark: '#43393f', window: '#f3e4d3', lamp: '#f7c98a' },
};

/** Soft discs of light: x as a share of the width, y and radius as shares of the height, and strength. */
const lamps: readonly [number, number, number, number][] = [
  [0.86, 0.2, 0.05, 0.34],
  [0.93, 0.31, 0.036, 0.26],
  [0.8, 0.33, 0.026, 0.2],
  [0.95, 0.47, 0.044, 0.16],
];

/** The opacity of the window's glow, from its middle outwards. */
const windowAlphas = { 0: 'd8', 0.2: 'b0', 0.45: '58', 0.7: '1c', 0.88: '06', 1: '00' };
/** How dark the corners are. */
const vignette = { 0: '#0b111800', 0.5: '#0b111808', 0.75: '#0b111840', 1: '#0b1118b0' };

/** Fills a canvas after a change of size. */
export function paintRoom(context: CanvasRenderingContext2D, name: PresenterName): void {
  const colours = rooms[name];
  const { width, height } = context.canvas;
  const fill = (gradient: CanvasGradient, stops: Readonly<Record<number, string>>) => {
    for (const [at, colour] of Object.entries(stops)) gradient.addColorStop(Number(at), colour);
    context.fillStyle = gradient;
    context.fillRect(0, 0, width, height);
  };
  const glow = (x: number, y: number, radius: number, stops: Readonly<Record<number, string>>) =>
    fill(context.createRadialGradient(x, y, 0, x, y, radius), stops);

  // Wide lights stretch with the picture. Lamps stay round.
  context.scale(width, height);
  fill(context.createLinearGradient(0, 0, 1, 0.6), { 0: colours.wallLight, 1: colours.wallDark });
  const window = Object.entries(windowAlphas).map(([at, alpha]) => [at, `${colours.window}${alpha}`]);
  glow(0.08, 0.3, 0.85, Object.fromEntries(window));
  context.setTransform(height, 0, 0, height, 0, 0);
  for (const [x, y, radius, strength] of lamps) {
    const alpha = (part: number) =>
      Math.round(strength * part * 255)
        .toString(16)
        .padStart(2, '0');
    const lamp = (part: number) => `${colours.lamp}${alpha(part)}`;
    glow((x * width) / height, y, radius, { 0: lamp(1), 0.72: lamp(0.8), 1: lamp(0) });
  }
  context.setTransform(width, 0, 0, height, 0, 0);
  fill(context.createLinearGradient(0, 0.62, 0, 1), { 0: '#0b111800', 1: '#0b111866' });
  glow(0.5, 0.46, 0.8, vignette);
}
