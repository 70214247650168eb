import { describe, expect, it } from 'vitest';
import type { Phoneme } from '../presenter';
import { Animator } from './animator';
import type { Pose } from './pose';

function seeded(seed = 7): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
const create = (reducedMotion = false, seed = 7) => new Animator({ random: seeded(seed), reducedMotion });
const FRAME = 1 / 30;
/**
 * How much later the sound is than its picture, measured by `tools/bench/avatar-lip-offset.ts` on the received track.
 */
const SOUND_ARRIVES_LATER_SECONDS = 0.08;
const play = (animator: Animator, seconds: number, each: (pose: Pose, at: number) => void = () => {}) => {
  let pose = animator.advance(0);
  for (let at = 0; at < seconds; at += FRAME) {
    pose = animator.advance(FRAME);
    each(pose, at);
  }
  return pose;
};
const hello: Phoneme[] = [
  { phone: 'pau', startSeconds: 0, endSeconds: 0.2 },
  { phone: 'aa', startSeconds: 0.2, endSeconds: 0.5 },
  { phone: 'm', startSeconds: 0.5, endSeconds: 0.6 },
  { phone: 'pau', startSeconds: 0.6, endSeconds: 0.9 },
];

describe('the animator', () => {
  it('returns the same poses for the same calls', () => {
    const run = () => {
      const poses: Pose[] = [];
      const animator = create();
      animator.setMood('listening');
      play(animator, 10, (pose) => poses.push(pose));
      return poses;
    };
    expect(run()).toEqual(run());
  });

  it('keeps the head within the limits of a portrait', () => {
    const farthest = [0, 0, 0];
    for (const mood of ['idle', 'listening', 'thinking', 'speaking'] as const) {
      const animator = create();
      let clock = 0;
      animator.setMood(mood);
      if (mood === 'speaking') animator.speak(hello, () => clock);
      play(animator, 30, ({ head }, at) => {
        clock = at % 1;
        for (const axis of [0, 1, 2] as const) farthest[axis] = Math.max(farthest[axis] ?? 0, Math.abs(head[axis]));
      });
    }
    const reach = [0.19, 0.41, 0.19];
    for (const [axis, angle] of farthest.entries()) expect(angle).toBeLessThan(reach[axis] ?? 0);
  });

  it('blinks every few seconds', () => {
    let blinks = 0;
    let wasClosed = false;
    play(create(), 60, ({ weights }) => {
      const isClosed = (weights.blinkL ?? 0) > 0.8;
      if (isClosed && !wasClosed) blinks++;
      wasClosed = isClosed;
    });
    expect(blinks).toBeGreaterThan(8);
    expect(blinks).toBeLessThan(40);
  });

  it('closes the lips within 40 ms of an m at the receiving end', () => {
    const animator = create();
    let clock = 0;
    const mama = ['aa', 'm', 'aa'].map((phone, at) => ({ phone, startSeconds: at * 0.1, endSeconds: at * 0.1 + 0.1 }));
    animator.speak(mama, () => clock);
    const closed: number[] = [];
    for (; clock < 0.4; clock += 0.005) {
      const { jawOpen = 0, lipsPart = 0, compress = 0 } = animator.advance(0.001).weights;
      if (jawOpen + lipsPart < 0.02 && compress > 0.2) closed.push(clock);
    }
    expect(Math.abs((closed[0] ?? 9) - (0.1 + SOUND_ARRIVES_LATER_SECONDS))).toBeLessThan(0.04);
    expect(Math.abs((closed.at(-1) ?? 9) - (0.2 + SOUND_ARRIVES_LATER_SECONDS))).toBeLessThan(0.04);
  });

  it('moves the lips by the clock of the sound, not by frames', () => {
    const animator = create();
    let clock = 0.35;
    animator.speak(hello, () => clock);
    expect(animator.advance(FRAME).weights.jawOpen).toBeGreaterThan(0.3);
    clock = 0.55 + SOUND_ARRIVES_LATER_SECONDS;
    const closed = animator.advance(FRAME).weights;
    expect(closed.compress).toBeGreaterThan(0.2);
    expect(closed.jawOpen).toBeLessThan(0.15);
  });

  it('closes an interrupted mouth softly and soon', () => {
    const animator = create();
    animator.speak(hello, () => 0.35);
    animator.advance(FRAME);
    animator.stopSpeaking();
    expect(animator.advance(FRAME).weights.jawOpen).toBeGreaterThan(0.1);
    expect(play(animator, 0.4).weights.jawOpen ?? 0).toBeLessThan(0.02);
  });

  it('changes mood without a jump', () => {
    const animator = create();
    const before = play(animator, 2).weights.browUpL ?? 0;
    animator.setMood('listening');
    const next = animator.advance(FRAME).weights.browUpL ?? 0;
    expect(Math.abs(next - before)).toBeLessThan(0.05);
    expect(play(animator, 1.5).weights.browUpL).toBeGreaterThan(before + 0.08);
  });

  it('starts and stops speaking without a jump of chest or smile', () => {
    const animator = create();
    let clock = 0;
    let last = play(animator, 5.3);
    const follow = (seconds: number) =>
      play(animator, seconds, (pose) => {
        clock += FRAME;
        expect(Math.abs(pose.breath - last.breath)).toBeLessThan(0.05);
        expect(Math.abs((pose.weights.smile ?? 0) - (last.weights.smile ?? 0))).toBeLessThan(0.04);
        last = pose;
      });
    animator.speak(hello, () => clock);
    follow(1.2);
    animator.stopSpeaking();
    follow(2);
  });

  it('looks aside while thinking and back at the viewer while listening', () => {
    const away = (mood: 'thinking' | 'listening') => {
      const animator = create();
      animator.setMood(mood);
      let frames = 0;
      // The eyes' movement relative to the head.
      play(animator, 20, ({ gaze, head }) => {
        if (Math.abs(gaze[0] + head[1] * 0.92) > 0.1) frames++;
      });
      return frames;
    };
    expect(away('thinking')).toBeGreaterThan(3 * away('listening'));
  });

  it('keeps head, breath and gaze still in reduced motion, and still blinks and speaks', () => {
    const animator = create(true);
    let blinked = false;
    play(animator, 10, ({ head, sway, breath, gaze, weights }) => {
      expect([...head, sway, breath, ...gaze].map(Math.abs)).toEqual(Array(7).fill(0));
      blinked ||= (weights.blinkL ?? 0) > 0.8;
    });
    expect(blinked).toBe(true);
    animator.speak(hello, () => 0.35);
    expect(animator.advance(FRAME).weights.jawOpen).toBeGreaterThan(0.3);
  });

  it('stays within limits after a long gap between frames', () => {
    const { head, weights } = create().advance(3600);
    expect([...head, ...Object.values(weights)].every((value) => Math.abs(value) < 1.5)).toBe(true);
  });
});
