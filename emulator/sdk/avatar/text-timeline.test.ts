import { describe, expect, it } from 'vitest';
import { textTimeline } from './text-timeline';
import { isVowel } from './viseme';

const seconds = (text: string) => textTimeline(text).at(-1)?.endSeconds ?? 0;

describe('a timeline guessed from text', () => {
  it.each([
    'Hello there, how are you today?',
    '你好，我是美美。很高兴认识你！',
    'Grüße aus München.',
    'Привет, мир',
    '😀 3.5',
  ])('is a chain of spans without gaps: %s', (text) => {
    const timeline = textTimeline(text);
    let at = 0;
    for (const { startSeconds, endSeconds } of timeline) {
      expect(startSeconds).toBeCloseTo(at);
      expect(endSeconds).toBeGreaterThan(startSeconds);
      at = endSeconds;
    }
    expect(timeline[0]?.phone).toBe('pau');
    expect(timeline.at(-1)?.phone).toBe('pau');
  });

  it('speaks English at a normal pace', () => {
    const words = 'The quick brown fox jumps over the lazy dog and then it goes home to sleep';
    expect(seconds(words) / words.split(' ').length).toBeGreaterThan(0.2);
    expect(seconds(words) / words.split(' ').length).toBeLessThan(0.5);
  });

  it('opens the mouth once per Chinese character, at about five per second', () => {
    const vowels = textTimeline('今天天气很好').filter(({ phone }) => isVowel(phone));
    expect(vowels).toHaveLength(6);
    expect(seconds('今天天气很好今天天气很好') - seconds('今天天气很好')).toBeCloseTo(6 / 5, 0);
  });

  it('closes the lips for p, b and m', () => {
    expect(textTimeline('mama').map(({ phone }) => phone)).toEqual(['pau', 'p', 'aa', 'p', 'aa', 'pau']);
  });

  it('pauses longer at the end of a sentence than at a comma', () => {
    expect(seconds('One. Two')).toBeGreaterThan(seconds('One, Two'));
    expect(seconds('一。二')).toBeGreaterThan(seconds('一，二'));
  });

  it('reads digits as words', () => {
    expect(textTimeline('2').map(({ phone }) => phone)).toEqual(textTimeline('two').map(({ phone }) => phone));
  });

  it('records where in the text a sound comes from', () => {
    const world = 'Hello world'.indexOf('world');
    expect(textTimeline('Hello world').some(({ charIndex }) => charIndex === world)).toBe(true);
  });
});
