// What the animator says and a painter draws: one moment of the person's face and posture. No painter may ask for more.

/** Morph unit -> how far, 0 to about 1. The units are those baked into the .avt files. */
export type MorphWeights = Readonly<Record<string, number>>;
/** Pitch, yaw, roll in radians; or a shift in decimetres. */
export type Triple = readonly [number, number, number];

export interface Pose {
  weights: MorphWeights;
  head: Triple;
  neck: Triple;
  chest: Triple;
  /** Yaw and pitch of the eyes, in radians. */
  gaze: readonly [number, number];
  /** How far the tongue comes forward, 0 to 1. */
  tongue: number;
}

export const restingPose: Pose = {
  weights: {},
  head: [0, 0, 0],
  neck: [0, 0, 0],
  chest: [0, 0, 0],
  gaze: [0, 0],
  tongue: 0,
};

/** Draws poses onto the presenter's picture. */
export interface Painter {
  paint(pose: Pose): void;
  dispose(): void;
}
