// What the animator says and the painter draws: one moment of the person's face and posture.

/** Morph unit -> how far, 0 to about 1. The units are those of the presenters' meshes. */
export type MorphWeights = Readonly<Record<string, number>>;
/** Pitch, yaw, roll in radians. */
export type Turn = readonly [number, number, number];

export interface Pose {
  weights: MorphWeights;
  head: Turn;
  /** How far the head is to one side, in metres. */
  sway: number;
  /** How far the chest is filled, 0 to 1. */
  breath: number;
  /** Yaw and pitch of the eyes, in radians. */
  gaze: readonly [number, number];
  /** How far the tongue comes forward, 0 to 1. */
  tongue: number;
}
