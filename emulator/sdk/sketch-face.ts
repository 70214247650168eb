// Draws one moment of a friendly face with Canvas 2D, on a field of 480 by 480. What the face does is decided elsewhere.

export interface FacePose {
  /** 0 closed, 1 wide open. */
  mouthOpen: number;
  /** -1 round, 1 wide. */
  mouthWidth: number;
  /** 0 open, 1 closed. */
  eyelids: number;
  /** -1 to 1, right and up. */
  gaze: readonly [number, number];
  browLift: number;
  /** Radians, and pixels up. */
  tilt: number;
  lift: number;
  breath: number;
}

type Pen = CanvasRenderingContext2D;

export const FIELD = 480;
const skin = '#f2c6a0';
const shade = '#dda27d';
const hair = '#33231f';
const lips = '#c4625c';

export function drawFace(pen: Pen, pose: FacePose): void {
  backdrop(pen);
  pen.save();
  pen.translate(240, 400);
  body(pen, pose.breath);
  pen.rotate(pose.tilt);
  pen.translate(0, -165 - pose.lift);
  shape(pen, hair, () => pen.ellipse(0, 0, 128, 148, 0, 0, 7));
  shape(pen, hair, () => pen.roundRect(-128, 0, 256, 150, [0, 0, 70, 70]));
  shape(pen, shade, () => pen.roundRect(-34, 90, 68, 110, 26));
  for (const side of [-1, 1]) shape(pen, shade, () => pen.ellipse(side * 96, 22, 14, 24, 0, 0, 7));
  face(pen, pose.mouthOpen);
  for (const side of [-1, 1]) eye(pen, side, pose);
  nose(pen);
  mouth(pen, pose);
  fringe(pen);
  pen.restore();
}

function backdrop(pen: Pen): void {
  const light = pen.createRadialGradient(210, 170, 20, 240, 240, 360);
  light.addColorStop(0, '#dfeaf1');
  light.addColorStop(1, '#8ea6b8');
  pen.fillStyle = light;
  pen.fillRect(0, 0, FIELD, FIELD);
}

function body(pen: Pen, breath: number): void {
  const top = -22 - breath * 4;
  shape(pen, '#29486b', () => {
    pen.moveTo(-230, 90);
    pen.bezierCurveTo(-220, top + 30, -120, top + 10, -62, top);
    pen.quadraticCurveTo(0, top + 70, 62, top);
    pen.bezierCurveTo(120, top + 10, 220, top + 30, 230, 90);
  });
  shape(pen, '#f5f8fb', () => {
    pen.moveTo(-62, top);
    pen.quadraticCurveTo(0, top + 62, 62, top);
    pen.lineTo(50, top - 12);
    pen.quadraticCurveTo(0, top + 38, -50, top - 12);
  });
}

function face(pen: Pen, mouthOpen: number): void {
  const chin = 128 + mouthOpen * 14;
  const glow = pen.createRadialGradient(-24, -20, 20, 0, 20, 160);
  glow.addColorStop(0, '#fad9bd');
  glow.addColorStop(0.7, skin);
  glow.addColorStop(1, shade);
  shape(pen, glow, () => {
    pen.moveTo(-96, -10);
    pen.bezierCurveTo(-100, -130, 100, -130, 96, -10);
    pen.bezierCurveTo(94, 70, 54, chin, 0, chin);
    pen.bezierCurveTo(-54, chin, -94, 70, -96, -10);
  });
  for (const side of [-1, 1]) {
    const cheek = pen.createRadialGradient(side * 56, 58, 2, side * 56, 58, 32);
    cheek.addColorStop(0, 'rgb(228 120 104 / 38%)');
    cheek.addColorStop(1, 'rgb(228 120 104 / 0%)');
    shape(pen, cheek, () => pen.arc(side * 56, 58, 32, 0, 7));
  }
}

function eye(pen: Pen, side: number, { eyelids, gaze, browLift }: FacePose): void {
  const x = side * 42;
  const open = 15 * (1 - eyelids);
  pen.save();
  pen.beginPath();
  pen.ellipse(x, 8, 21, Math.max(0.5, open), 0, 0, 7);
  pen.clip();
  pen.fillStyle = '#fdfcfa';
  pen.fillRect(x - 22, -10, 44, 36);
  const [pupilX, pupilY] = [x + gaze[0] * 7, 8 - gaze[1] * 5];
  shape(pen, '#6d4a31', () => pen.arc(pupilX, pupilY, 11, 0, 7));
  shape(pen, '#1b110c', () => pen.arc(pupilX, pupilY, 5.5, 0, 7));
  shape(pen, '#fff', () => pen.arc(pupilX + 4, pupilY - 4, 3, 0, 7));
  pen.restore();
  stroke(pen, '#2a1a15', 4, () => {
    pen.moveTo(x - 22, 9 + eyelids * 3);
    pen.quadraticCurveTo(x, 9 - open * 1.7 + eyelids * 7, x + 22, 9 + eyelids * 3);
  });
  stroke(pen, hair, 7, () => {
    pen.moveTo(x - side * 22, -22 - browLift * 8);
    pen.quadraticCurveTo(x + side * 4, -34 - browLift * 10, x + side * 25, -22 - browLift * 6);
  });
}

function nose(pen: Pen): void {
  stroke(pen, 'rgb(170 105 80 / 70%)', 3, () => {
    pen.moveTo(-11, 48);
    pen.quadraticCurveTo(0, 56, 11, 48);
  });
}

function mouth(pen: Pen, { mouthOpen, mouthWidth }: FacePose): void {
  const half = 30 + mouthWidth * 10;
  const drop = mouthOpen * 30;
  const outline = () => {
    pen.moveTo(-half, 84);
    pen.quadraticCurveTo(0, 82 - mouthOpen * 7, half, 84);
    pen.quadraticCurveTo(0, 92 + drop * 1.7, -half, 84);
  };
  shape(pen, '#571d20', outline);
  pen.save();
  pen.beginPath();
  outline();
  pen.clip();
  shape(pen, '#fbf7f0', () => pen.ellipse(0, 79, half * 0.8, 4 + mouthOpen * 5, 0, 0, 7));
  shape(pen, '#cf6f6d', () => pen.ellipse(0, 96 + drop, half * 0.6, 6 + drop * 0.4, 0, 0, 7));
  pen.restore();
  stroke(pen, lips, 5, outline);
}

function fringe(pen: Pen): void {
  shape(pen, hair, () => {
    pen.moveTo(-112, 40);
    pen.bezierCurveTo(-130, -150, 130, -150, 112, 40);
    pen.bezierCurveTo(100, -20, 84, -56, 30, -70);
    pen.bezierCurveTo(-10, -40, -84, -40, -112, 40);
  });
}

function shape(pen: Pen, fill: string | CanvasGradient, path: () => void): void {
  pen.beginPath();
  path();
  pen.fillStyle = fill;
  pen.fill();
}

function stroke(pen: Pen, color: string, width: number, path: () => void): void {
  pen.beginPath();
  path();
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.stroke();
}
