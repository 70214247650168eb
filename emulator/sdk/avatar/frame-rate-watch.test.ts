import { expect, it } from 'vitest';
import { FrameRateWatch } from './frame-rate-watch';

function verdicts(framesPerSecond: number, seconds: number, paintingMs = 3, displayFrames = 2) {
  const watch = new FrameRateWatch(30, 15);
  return Array.from({ length: Math.round(framesPerSecond * seconds) }, () =>
    watch.judge({ elapsedSeconds: 1 / framesPerSecond, paintingSeconds: paintingMs / 1000, displayFrames }),
  );
}

it('does not change anything on a machine that keeps up, or nearly', () => {
  expect(verdicts(30, 12, 8)).not.toContain('too slow');
  expect(verdicts(25, 12)).not.toContain('too slow');
});

it('finds a machine too slow that shows half the frames for two windows', () => {
  expect(verdicts(14, 4)).toContain('too slow');
  expect(verdicts(14, 2)).not.toContain('too slow');
});

it('finds a machine too slow that shows every frame and does little else', () => {
  expect(verdicts(30, 4, 16)).toContain('too slow');
});

it('finds a machine idle after a time in which painting cost little', () => {
  expect(verdicts(30, 14)).not.toContain('at ease');
  expect(verdicts(30, 17)).toContain('at ease');
  expect(verdicts(30, 17, 8)).not.toContain('at ease');
});

it('finds no machine idle whose display asks for few frames', () => {
  expect(verdicts(30, 17, 3, 1)).not.toContain('at ease');
});

it('ignores a hidden tab', () => {
  expect(verdicts(1, 30)).toEqual(Array(30).fill(undefined));
});
