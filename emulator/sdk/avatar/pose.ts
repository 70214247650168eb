// The animator's output and the painter's input: one moment of the person's face and posture.

/** Morph unit -> weight, 0 to about 1. The units are those of the presenters' meshes. */
export type MorphWeights = Readonly<Record<string, number>>;
/** Pitch, yaw, roll in radians. */
export type Turn = readonly [number, number, number];

export interface Pose {
  weights: MorphWeights;
  head: Turn;
  /** Sideways shift of the head, in metres. */
  sway: number;
  /** How full the chest is, 0 to 1. */
  breath: number;
  /** Yaw and pitch of the eyes, in radians. */
  gaze: readonly [number, number];
  /** How far the tongue comes forward, 0 to 1. */
  tongue: number;
}
