// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { fakePage, liveSession, pass } from './testing/session-fixture.ts';

const LONGEST_SESSION_MS = 600_000;

fakePage();

it('the time limit ends the session with its own reason, and destroys the SDK', async () => {
  const { session, sdk, status } = await liveSession([], { longestSessionMs: LONGEST_SESSION_MS });
  const since = session.getSnapshot();
  expect(since.timeUpAt).toBe((since.status === 'live' ? since.liveSince : 0) + LONGEST_SESSION_MS);
  await pass(LONGEST_SESSION_MS - 300);
  expect(status()).toBe('live');
  await pass(300);
  expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up', timeUpAt: null });
  expect(sdk.calls.at(-1)).toBe('destroy');
});

it('the time limit also counts the time that the machine sleeps, as the countdown does', async () => {
  const { session, status } = await liveSession([], { longestSessionMs: LONGEST_SESSION_MS });
  await pass(1_000);
  vi.setSystemTime(Date.now() + LONGEST_SESSION_MS - 10_000);
  await pass(5_000);
  expect(status()).toBe('live');
  await pass(5_000);
  expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up' });
});

it('the time limit counts from the start of each session, and does not end the next one', async () => {
  const { session, status } = await liveSession([], { longestSessionMs: LONGEST_SESSION_MS });
  await pass(LONGEST_SESSION_MS / 2);
  void session.end();
  await pass(200);
  session.start();
  await pass(LONGEST_SESSION_MS / 2 + 1_000);
  expect(status()).toBe('live');
  await pass(LONGEST_SESSION_MS / 2);
  expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up' });
});

it.each([
  ['without a limit of the page', undefined],
  ['shorter than the page’s', 2 * LONGEST_SESSION_MS],
])('the server’s limit on a session, %s, is not reported as the user’s minutes', async (_, longestSessionMs) => {
  const code = { longestSessionMs: LONGEST_SESSION_MS, endsBy: 'time_up' as const };
  const { session } = await liveSession([], { longestSessionMs, code });
  expect(session.getSnapshot().timeUpReason).toBe('time_up');
  await pass(LONGEST_SESSION_MS);
  expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up' });
});

it('a session has no time limit by default', async () => {
  const { session, status } = await liveSession();
  await pass(100 * LONGEST_SESSION_MS);
  expect([status(), session.getSnapshot().timeUpAt]).toEqual(['live', null]);
});
