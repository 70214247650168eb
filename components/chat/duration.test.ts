import { expect, test } from 'vitest';
import { clockTime } from './duration';

test.each([
  [-5, '0:00'],
  [7_900, '0:07'],
  [750_000, '12:30'],
  [3_723_000, '1:02:03'],
])('%i ms reads %s', (durationMs, text) => {
  expect(clockTime(durationMs)).toBe(text);
});
