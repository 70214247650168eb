// The skeleton, as far as a bust needs one: the chest carries the neck, the neck carries the head.

import { type Matrix, multiply, rotationAround, translation } from './matrix';
import type { Pose, Triple } from './pose';

export interface Rig {
  neck: Matrix;
  head: Matrix;
}

/** All positions are measured from it. */
const HEAD_JOINT: Triple = [0, 0, 0];

export function poseRig(pose: Pose, neckJoint: Triple): Rig {
  const neck = multiply(translation(...pose.chest), rotationAround(pose.neck, neckJoint));
  return { neck, head: multiply(neck, rotationAround(pose.head, HEAD_JOINT)) };
}
