// The room behind the presenter, out of focus: a wall with a pool of light, a window's glow, a few soft lamps, darker corners.
// Painted once with Canvas 2D; both painters show it.

export interface PictureSize {
  width: number;
  height: number;
}

export interface BackdropColours {
  wallLight: string;
  wallDark: string;
  window: string;
  lamp: string;
}

/** Soft discs of light: x in parts of the width, y and radius in parts of the height, and how strong. */
const lamps: readonly [number, number, number, number][] = [
  [0.86, 0.2, 0.05, 0.34],
  [0.93, 0.31, 0.036, 0.26],
  [0.8, 0.33, 0.026, 0.2],
  [0.95, 0.47, 0.044, 0.16],
];

export function paintBackdrop({ width, height }: PictureSize, colours: BackdropColours): OffscreenCanvas {
  const picture = new OffscreenCanvas(width, height);
  const context = picture.getContext('2d');
  if (!context) throw new Error('no Canvas 2D');
  const glow = (x: number, y: number, radius: number, ...stops: [number, string][]) => {
    const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
    for (const [at, colour] of stops) gradient.addColorStop(at, colour);
    context.fillStyle = gradient;
    context.fillRect(0, 0, width, height);
  };

  // The wide lights stretch with the picture; lamps stay round.
  context.scale(width, height);
  const wall = context.createLinearGradient(0, 0, 1, 0.6);
  wall.addColorStop(0, colours.wallLight);
  wall.addColorStop(1, colours.wallDark);
  context.fillStyle = wall;
  context.fillRect(0, 0, 1, 1);
  const window = (alpha: string) => `${colours.window}${alpha}`;
  glow(
    0.08,
    0.3,
    0.85,
    [0, window('d8')],
    [0.2, window('b0')],
    [0.45, window('58')],
    [0.7, window('1c')],
    [0.88, window('06')],
    [1, window('00')],
  );
  context.setTransform(height, 0, 0, height, 0, 0);
  for (const [x, y, radius, strength] of lamps) {
    const alpha = (part: number) =>
      Math.round(strength * part * 255)
        .toString(16)
        .padStart(2, '0');
    glow(
      (x * width) / height,
      y,
      radius,
      [0, `${colours.lamp}${alpha(1)}`],
      [0.72, `${colours.lamp}${alpha(0.8)}`],
      [1, `${colours.lamp}00`],
    );
  }
  context.setTransform(width, 0, 0, height, 0, 0);
  const floor = context.createLinearGradient(0, 0.62, 0, 1);
  floor.addColorStop(0, '#0b111800');
  floor.addColorStop(1, '#0b111866');
  context.fillStyle = floor;
  context.fillRect(0, 0, 1, 1);
  glow(0.5, 0.46, 0.8, [0, '#0b111800'], [0.5, '#0b111808'], [0.75, '#0b111840'], [1, '#0b1118b0']);
  return picture;
}
