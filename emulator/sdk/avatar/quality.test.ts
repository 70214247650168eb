import { describe, expect, it } from 'vitest';
import { FrameRateWatch, qualityLevels } from './quality';

const SETTLED = 1.4;
function verdicts(framesPerSecond: number, wanted = 24, seconds = 10): string[] {
  const watch = new FrameRateWatch(wanted);
  return Array.from({ length: Math.round(framesPerSecond * seconds) }, () => watch.frame(1 / framesPerSecond));
}

describe('quality', () => {
  it('starts low on a renderer that draws on the CPU', () => {
    expect(
      qualityLevels('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)')[0]?.litPerVertex,
    ).toBe(true);
    expect(qualityLevels('ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)')[0]?.pixels).toBe(720);
  });

  it('is content with a machine that keeps up', () => {
    expect(new Set(verdicts(23))).toEqual(new Set(['fine']));
  });

  it('steps down when half the frames are missing, and gives up below eight a second for three windows', () => {
    expect(verdicts(10)).toContain('too slow');
    expect(verdicts(6, 24, 3.5)).not.toContain('unusable');
    expect(verdicts(6)).toContain('unusable');
  });

  it('does not judge the first frames', () => {
    expect(verdicts(6, 24, SETTLED - 0.6)).not.toContain('unusable');
  });

  it('takes a hidden tab for what it is', () => {
    const watch = new FrameRateWatch(24);
    expect(Array.from({ length: 20 }, () => watch.frame(1))).not.toContain('unusable');
  });
});
