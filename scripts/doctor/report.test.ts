import { expect, it } from 'vitest';
import type { Finding } from './examination';
import { conclusion, linesOf } from './report';

const good: Finding = { check: 'Clock', level: 'ok', text: 'agrees' };
const bad: Finding = {
  check: 'SDK style sheet',
  level: 'failure',
  text: 'is not there',
  advice: { means: 'm', todo: 't', docs: 'd' },
};

it('aligns its lines, and explains a failure with its remedy and its documentation', () => {
  expect([good, bad].flatMap((finding) => linesOf(finding, false))).toEqual([
    '✓ Clock            agrees',
    '✗ SDK style sheet  is not there',
    '                   It means: m',
    '                   What to do: t',
    '                   See: d',
  ]);
});

it('has colours only on request', () => {
  expect(linesOf(good, true)).toEqual(['\u001b[32m✓\u001b[0m Clock            agrees']);
  expect(linesOf(bad, false).join('')).not.toContain('\u001b');
});

it('counts skipped checks as a reason not to start', () => {
  expect(conclusion([good])).toEqual({ couldStart: true, sentence: 'A conversation could start.' });
  expect(
    conclusion([
      { ...good, leavesOpen: 'the robot' },
      { ...good, leavesOpen: 'ports' },
    ]).sentence,
  ).toBe('A conversation could start. Not checked: the robot, ports.');
  expect(conclusion([good, { ...good, level: 'warning' }, { ...good, level: 'warning' }]).sentence).toBe(
    'A conversation could start. 2 warnings.',
  );
  expect(conclusion([good, bad, { ...good, level: 'skipped' }])).toEqual({
    couldStart: false,
    sentence: 'No conversation could start: 1 failure, 1 not checked.',
  });
});
