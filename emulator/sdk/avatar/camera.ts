// Where the viewer stands: a head-and-shoulders picture, as on a video call, with room below the face for captions.

import { lookAt, type Matrix, multiply, perspective } from './matrix';
import type { Triple } from './pose';

/** Far away with a long lens: a near camera makes noses large. In decimetres from the head's joint. */
export const cameraPosition: Triple = [0, 0.4, 11];
const target: Triple = [0, 0, 0.4];
const FIELD_OF_VIEW = (19 * Math.PI) / 180;
const NEAR = 1;
const FAR = 40;

export function cameraProjection(aspect: number): Matrix {
  return multiply(perspective(FIELD_OF_VIEW, aspect, NEAR, FAR), lookAt(cameraPosition, target));
}
