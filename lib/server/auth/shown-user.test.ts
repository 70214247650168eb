import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isShownUser, shownUserOf } from './shown-user';

beforeEach(() => vi.stubEnv('AUTH_SECRET', 'first'));
afterEach(() => vi.unstubAllEnvs());

it('is the same for the same person, another for another, and shows no ID', () => {
  expect(shownUserOf('ada')).toBe(shownUserOf('ada'));
  expect(shownUserOf('ada')).not.toContain('ada');
  expect(isShownUser(shownUserOf('ada'), 'ada')).toBe(true);
  for (const sent of [shownUserOf('李雷'), 'ada', '', 'x'.repeat(43), 'é'.repeat(43)])
    expect(isShownUser(sent, 'ada')).toBe(false);
});

it('outlives a rotation of AUTH_SECRET, and not its end', () => {
  const shown = shownUserOf('ada');
  vi.stubEnv('AUTH_SECRET_1', 'second');
  expect(shownUserOf('ada')).not.toBe(shown);
  expect(isShownUser(shown, 'ada')).toBe(true);
  vi.stubEnv('AUTH_SECRET', 'third');
  expect(isShownUser(shown, 'ada')).toBe(false);
});

it('is never made without a secret', () => {
  vi.stubEnv('AUTH_SECRET', '');
  expect(() => shownUserOf('ada')).toThrow('misconfigured');
  expect(isShownUser('', 'ada')).toBe(false);
});
