import { expect, it } from 'vitest';
import { isShownUser, shownUserOf } from './shown-user';

const first = ['first'];

it('is the same for the same person, another for another, and shows no ID', () => {
  expect(shownUserOf('ada', first)).toBe(shownUserOf('ada', first));
  expect(shownUserOf('ada', first)).not.toContain('ada');
  expect(isShownUser(shownUserOf('ada', first), 'ada', first)).toBe(true);
  for (const sent of [shownUserOf('李雷', first), 'ada', '', 'x'.repeat(43), 'é'.repeat(43)])
    expect(isShownUser(sent, 'ada', first)).toBe(false);
});

it('outlives a rotation of AUTH_SECRET, and not its end', () => {
  const shown = shownUserOf('ada', first);
  expect(shownUserOf('ada', ['second', 'first'])).not.toBe(shown);
  expect(isShownUser(shown, 'ada', ['second', 'first'])).toBe(true);
  expect(isShownUser(shown, 'ada', ['second', 'third'])).toBe(false);
});

it('is never made without a secret', () => {
  expect(() => shownUserOf('ada', [])).toThrow('misconfigured');
  expect(isShownUser('', 'ada', [])).toBe(false);
});
