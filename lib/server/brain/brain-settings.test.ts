import { expect, it } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { brainSettings, hasBrain } from './brain-settings.ts';

const brain = { BRAIN_APP_ID: 'app', BRAIN_APP_KEY: 'key', BRAIN_URL: 'https://chat.example.com/api/brain' };

function reasonOf(environment: Record<string, string>): string | undefined {
  try {
    brainSettings(environment);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'misconfigured') return error.details.reason;
    throw error;
  }
}

it('without settings there is no brain', () => {
  expect(brainSettings({})).toBeNull();
  expect(brainSettings({ BRAIN_APP_ID: '', BRAIN_APP_KEY: ' ', AUTH_URL: 'https://chat.example.com' })).toBeNull();
  expect(hasBrain({})).toBe(false);
});

it('the settings of the callback have defaults', () => {
  expect(brainSettings(brain)).toEqual({
    appId: 'app',
    appKeys: ['key'],
    url: brain.BRAIN_URL,
    model: undefined,
    fillerMs: 1_500,
    questionsPerMinute: 20,
    redisUrl: undefined,
  });
  const { BRAIN_URL: _, ...withoutUrl } = brain;
  expect(brainSettings({ ...withoutUrl, AUTH_URL: 'https://chat.example.com/x' })?.url).toBe(brain.BRAIN_URL);
  expect(brainSettings({ ...brain, BRAIN_APP_KEY_OLD: 'old' })?.appKeys).toEqual(['key', 'old']);
  expect(brainSettings({ ...brain, BRAIN_URL: 'http://localhost:3000/api/brain' })?.url).toBe(
    'http://localhost:3000/api/brain',
  );
});

it.each([
  [{ BRAIN_APP_ID: 'app' }, 'BRAIN_APP_KEY is not set'],
  [{ BRAIN_APP_KEY: 'key' }, 'BRAIN_APP_ID is not set'],
  [{ BRAIN_APP_ID: 'app', BRAIN_APP_KEY: 'key' }, 'BRAIN_URL is not set'],
  [{ ...brain, BRAIN_URL: 'http://chat.example.com/api/brain' }, 'BRAIN_URL must be'],
  [{ ...brain, BRAIN_URL: `${brain.BRAIN_URL}?x=1` }, 'BRAIN_URL must be'],
  [{ ...brain, BRAIN_LLM_MODEL: 'm' }, 'BRAIN_LLM_BASE_URL is not set'],
  [{ ...brain, BRAIN_LLM_BASE_URL: 'https://x', BRAIN_LLM_API_KEY: 'k' }, 'BRAIN_LLM_MODEL is not set'],
  [{ ...brain, BRAIN_FILLER_MS: 'soon' }, 'BRAIN_FILLER_MS must be'],
])('the problem of %j names the setting', (environment, reason) => {
  expect(reasonOf(environment)).toContain(reason);
  expect(hasBrain(environment)).toBe(false);
});

it('a problem does not repeat the value of a setting', () => {
  expect(reasonOf({ ...brain, BRAIN_URL: 'ftp://secret' })).not.toContain('secret');
});
