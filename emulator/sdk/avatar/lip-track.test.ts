import { describe, expect, it } from 'vitest';
import type { Phoneme } from '../presenter';
import { buildLipTrack, mouthAt } from './lip-track';

/** `aa:0.2 p:0.08` -> consecutive spans. */
function timeline(spec: string): Phoneme[] {
  let at = 0;
  return spec.split(' ').map((entry) => {
    const [phone = '', seconds] = entry.split(':');
    const startSeconds = at;
    at += Number(seconds);
    return { phone, startSeconds, endSeconds: at };
  });
}
const openness = (spec: string, seconds: number) => {
  const { weights } = mouthAt(buildLipTrack(timeline(spec)), seconds);
  return (weights.jawOpen ?? 0) + (weights.lipsPart ?? 0) - (weights.compress ?? 0);
};

describe('lips', () => {
  it.each(['p', 'b', 'm'])('meet for %s between two wide vowels', (phone) => {
    const spec = `aa:0.15 ${phone}:0.08 aa:0.15`;
    const { weights } = mouthAt(buildLipTrack(timeline(spec)), 0.19);
    expect(weights.compress).toBeGreaterThan(0.2);
    expect(openness(spec, 0.19)).toBeLessThan(0.15);
    expect(openness(spec, 0.05)).toBeGreaterThan(0.4);
  });

  it.each(['aa:0.1 m:0.03 iy:0.1', 's:0.1 b:0.03 ih:0.06', 'uw:0.1 p:0.04 z:0.1'])(
    'leave no slit that shows teeth, even for a short sound: %s',
    (spec) => {
      const { weights } = mouthAt(buildLipTrack(timeline(spec)), 0.115);
      expect((weights.jawOpen ?? 0) + (weights.lipsPart ?? 0)).toBeLessThan(0.02);
    },
  );

  it.each(['aa:0.15 p:0.08 aa:0.15', 'iy:0.1 m:0.06 ow:0.15', 's:0.1 b:0.03 ih:0.06', 'l:0.06 p:0.06 f:0.08 uw:0.12'])(
    'are closed within 40 ms of p, b or m: %s',
    (spec) => {
      const sounds = timeline(spec);
      const track = buildLipTrack(sounds);
      const { startSeconds, endSeconds } = sounds[1] as Phoneme;
      const times = Array.from({ length: 400 }, (_, ms) => ms / 1000);
      const closed = times.filter((at) => {
        const { jawOpen = 0, lipsPart = 0 } = mouthAt(track, at).weights;
        return jawOpen + lipsPart < 0.02 && at < endSeconds + 0.1;
      });
      expect(Math.abs((closed[0] ?? 9) - startSeconds)).toBeLessThan(0.04);
      expect(Math.abs((closed.at(-1) ?? 9) - endSeconds)).toBeLessThan(0.04);
    },
  );

  it('are shut in a pause', () => {
    const { weights } = mouthAt(buildLipTrack(timeline('s:0.1 pau:0.12 s:0.1')), 0.16);
    expect(weights.lipsPart).toBe(0);
  });

  it('round for oo and widen for ee', () => {
    expect(mouthAt(buildLipTrack(timeline('uw:0.2')), 0.1).weights.purse).toBeGreaterThan(0.5);
    expect(mouthAt(buildLipTrack(timeline('iy:0.2')), 0.1).weights.stretch).toBeGreaterThan(0.25);
  });

  it('open most in the middle of a vowel', () => {
    const times = Array.from({ length: 70 }, (_, index) => index / 100);
    const widest = times.reduce((best, at) =>
      openness('pau:0.3 aa:0.2 pau:0.2', at) > openness('pau:0.3 aa:0.2 pau:0.2', best) ? at : best,
    );
    expect(widest).toBeCloseTo(0.4, 1);
  });

  it('glide from the first vowel of a diphthong to the second', () => {
    const track = buildLipTrack(timeline('ow:0.3'));
    expect(mouthAt(track, 0.08).weights.jawOpen).toBeGreaterThan(mouthAt(track, 0.26).weights.jawOpen ?? 1);
    expect(mouthAt(track, 0.26).weights.purse).toBeGreaterThan(mouthAt(track, 0.08).weights.purse ?? 1);
  });

  it('rest in silence, and move a little for an unknown phone', () => {
    expect(mouthAt(buildLipTrack([]), 1).weights).toEqual({});
    expect(mouthAt(buildLipTrack(timeline('aa:0.2')), 5).weights).toEqual({});
    expect(openness('xx:0.2', 0.1)).toBeGreaterThan(0.1);
  });

  it('show the tongue for th', () => {
    expect(mouthAt(buildLipTrack(timeline('th:0.15')), 0.07).tongue).toBeGreaterThan(0.6);
  });

  it('move without jumps', () => {
    const track = buildLipTrack(timeline('hh:0.08 ax:0.05 l:0.08 ow:0.15 m:0.08 iy:0.12 pau:0.2'));
    for (let at = 0; at < 0.8; at += 0.01) {
      const [before, after] = [mouthAt(track, at).weights, mouthAt(track, at + 0.01).weights];
      for (const unit of Object.keys(after))
        expect(Math.abs((after[unit] ?? 0) - (before[unit] ?? 0))).toBeLessThan(0.12);
    }
  });
});
