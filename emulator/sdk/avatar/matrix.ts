// The few 4x4 matrices the renderer needs, column-major as WebGL wants them. Pure arithmetic, nothing of WebGL itself.

import type { Triple } from './pose';

export type Matrix = Float32Array<ArrayBuffer>;

export function identity(): Matrix {
  return translation(0, 0, 0);
}

export function translation(x: number, y: number, z: number): Matrix {
  return new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, z, 1]);
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  const product = new Float32Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += (a[k * 4 + row] ?? 0) * (b[column * 4 + k] ?? 0);
      product[column * 4 + row] = sum;
    }
  }
  return product;
}

/** Rotation by pitch (x), yaw (y) and roll (z). */
export function rotation([pitch, yaw, roll]: Triple): Matrix {
  const [cx, sx, cy, sy] = [Math.cos(pitch), Math.sin(pitch), Math.cos(yaw), Math.sin(yaw)];
  const [cz, sz] = [Math.cos(roll), Math.sin(roll)];
  return new Float32Array([
    ...[cy * cz, cx * sz + sx * sy * cz, sx * sz - cx * sy * cz, 0],
    ...[-cy * sz, cx * cz - sx * sy * sz, sx * cz + cx * sy * sz, 0],
    ...[sy, -sx * cy, cx * cy, 0],
    ...[0, 0, 0, 1],
  ]);
}

export function rotationAround(angles: Triple, [x, y, z]: Triple): Matrix {
  return multiply(multiply(translation(x, y, z), rotation(angles)), translation(-x, -y, -z));
}

export function perspective(fieldOfView: number, aspect: number, near: number, far: number): Matrix {
  const scale = 1 / Math.tan(fieldOfView / 2);
  const depth = near - far;
  return new Float32Array([
    ...[scale / aspect, 0, 0, 0],
    ...[0, scale, 0, 0],
    ...[0, 0, (far + near) / depth, -1],
    ...[0, 0, (2 * far * near) / depth, 0],
  ]);
}

export function lookAt(eye: Triple, target: Triple): Matrix {
  const z = normalise([eye[0] - target[0], eye[1] - target[1], eye[2] - target[2]]);
  const x = normalise([z[2], 0, -z[0]]);
  const y: Triple = [z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]];
  const shift = (axis: Triple) => -(axis[0] * eye[0] + axis[1] * eye[1] + axis[2] * eye[2]);
  return new Float32Array([
    ...[x[0], y[0], z[0], 0],
    ...[x[1], y[1], z[1], 0],
    ...[x[2], y[2], z[2], 0],
    ...[shift(x), shift(y), shift(z), 1],
  ]);
}

export function transformPoint(matrix: Matrix, [x, y, z]: Triple): Triple {
  const row = (r: number) =>
    (matrix[r] ?? 0) * x + (matrix[4 + r] ?? 0) * y + (matrix[8 + r] ?? 0) * z + (matrix[12 + r] ?? 0);
  return [row(0), row(1), row(2)];
}

function normalise([x, y, z]: Triple): Triple {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}
