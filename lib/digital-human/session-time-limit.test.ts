// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { fakePage, liveSession, pass } from './testing/session-fixture.ts';

const LONGEST_SESSION_MS = 600_000;

fakePage();

it('ends the session with a reason of its own, and frees the slot', async () => {
  const { session, sdk, status } = await liveSession([], { longestSessionMs: LONGEST_SESSION_MS });
  const since = session.getSnapshot();
  expect(since.timeUpAt).toBe((since.status === 'live' ? since.liveSince : 0) + LONGEST_SESSION_MS);
  await pass(LONGEST_SESSION_MS - 300);
  expect(status()).toBe('live');
  await pass(300);
  expect(session.getSnapshot()).toMatchObject({ status: 'ended', reason: 'time_up', timeUpAt: null });
  expect(sdk.calls.at(-1)).toBe('destroy');
});

it('begins anew with each session, and does not end the next one', async () => {
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

it('is no limit unless set', async () => {
  const { session, status } = await liveSession();
  await pass(100 * LONGEST_SESSION_MS);
  expect([status(), session.getSnapshot().timeUpAt]).toEqual(['live', null]);
});
