// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sessionOn } from './testing/session-fixture';

beforeEach(() => {
  document.body.innerHTML = '<div id="digital-human"></div>';
});
afterEach(() => {
  vi.doUnmock('./start');
  vi.resetModules();
});

it('a start before the files of a run have loaded waits in preparing, and goes on by itself', async () => {
  const { session, states, status } = sessionOn([]);
  session.start();
  expect(status()).toBe('preparing');
  await vi.waitFor(() => expect(status()).toBe('live'));
  expect(states[0]).toBe('preparing');
  await session.end();
});

it('files that do not load are the network’s failure, and the next start fetches them again', async () => {
  vi.doMock('./start', () => {
    throw new Error('Failed to fetch dynamically imported module');
  });
  vi.resetModules();
  const { loadRun } = await import('./load-run');
  await expect(loadRun()).rejects.toMatchObject({ failure: { code: 'network' } });
  vi.doUnmock('./start');
  await expect(loadRun()).resolves.toHaveProperty('startWithRetries');
});
