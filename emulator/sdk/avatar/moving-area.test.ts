import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Animator } from './animator';
import { type AvtFile, type Part, parseAvt } from './avt-file';
import { cameraProjection } from './camera';
import { transformPoint } from './matrix';
import { movingArea, type Rectangle } from './moving-area';
import type { Pose, Triple } from './pose';
import { presenterLook, presenterNames } from './presenter-looks';
import { poseRig } from './rig';

const picture = { width: 768, height: 480 };
const projection = cameraProjection(picture.width / picture.height);
/** How far the smoothing of edges reaches. */
const REACH_PIXELS = 6;
const MOODS = ['idle', 'listening', 'thinking', 'speaking'] as const;
const POSES_PER_MOOD = 150;
const EVERY_VERTEX = 5;

function* poses() {
  let seed = 1;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const animator = new Animator({ random, reducedMotion: false });
  for (const mood of MOODS) {
    animator.setMood(mood);
    let seconds = 0;
    const vowels = Array.from({ length: 90 }, (_, i) => ({
      phone: 'aa',
      startSeconds: i / 3,
      endSeconds: (i + 1) / 3,
    }));
    if (mood === 'speaking') animator.speak(vowels, () => seconds);
    for (let taken = 0; taken < POSES_PER_MOOD; taken++, seconds += 0.2) {
      animator.advance(0.1);
      yield animator.advance(0.1);
    }
  }
}

/** Where in the picture the bones carry a vertex: in pixels from its middle and from its bottom. */
function* projected({ parts, neckJoint }: AvtFile, pose: Pose): Generator<[besideMiddle: number, up: number]> {
  const rig = poseRig(pose, neckJoint);
  for (const name of ['skin', 'hair', 'cloth'] as const) {
    const { positions, boneWeights } = parts.get(name) as Part;
    for (let vertex = 0; vertex < positions.length / 3; vertex += EVERY_VERTEX) {
      const still = Array.from(positions.subarray(vertex * 3, vertex * 3 + 3)) as unknown as Triple;
      const [neck, head] = [transformPoint(rig.neck, still), transformPoint(rig.head, still)];
      const [byNeck, byHead] = [(boneWeights[vertex * 2] ?? 0) / 255, (boneWeights[vertex * 2 + 1] ?? 0) / 255];
      const along = (axis: 0 | 1 | 2) =>
        still[axis] * (1 - byNeck - byHead) + neck[axis] * byNeck + head[axis] * byHead;
      const at: Triple = [along(0), along(1), along(2)];
      const [x, y] = transformPoint(projection, at);
      const distance = [...at, 1].reduce((sum, value, axis) => sum + (projection[axis * 4 + 3] ?? 0) * value, 0);
      yield [(Math.abs(x / distance) / 2) * picture.width, ((y / distance + 1) / 2) * picture.height];
    }
  }
}

it.each(presenterNames)('never leaves what is drawn anew each frame: %s', (name) => {
  const bytes = readFileSync(new URL(`../assets/${presenterLook(name).modelFile}`, import.meta.url));
  const file = parseAvt(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
  const [shoulders, head] = movingArea(picture) as [Rectangle, Rectangle];
  const farthest = { shoulders: 0, head: 0 };
  for (const pose of poses()) {
    for (const [besideMiddle, up] of projected(file, pose)) {
      if (up < 0) continue;
      const where = up < head.bottom + REACH_PIXELS ? 'shoulders' : 'head';
      farthest[where] = Math.max(farthest[where], besideMiddle);
    }
  }
  expect(farthest.head).toBeLessThan(head.width / 2 - REACH_PIXELS);
  expect(farthest.shoulders).toBeLessThan(shoulders.width / 2 - REACH_PIXELS);
});
