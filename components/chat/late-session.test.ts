import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { elapsedMs } from '@/lib/digital-human/clock';
import { ownFailure } from '@/lib/digital-human/failures';
import type { DigitalHumanSession } from '@/lib/digital-human/session';
import { initialSnapshot, type SessionSnapshot } from '@/lib/digital-human/session-state';
import { LateSession } from './late-session';

/** What the code brings once it is there. */
function loadedSession() {
  let snapshot: SessionSnapshot = initialSnapshot;
  const calls: string[] = [];
  const session = {
    subscribe: () => () => {},
    getSnapshot: () => snapshot,
    start: vi.fn(() => {
      calls.push('start');
      snapshot = { ...initialSnapshot, status: 'preparing', attempt: 1 };
    }),
    end: vi.fn(async () => void calls.push('end')),
    ask: vi.fn(async () => ({ accepted: true })),
  };
  return { calls, session: session as typeof session & DigitalHumanSession };
}

/** Sets the answer of the check whether the site is reachable. */
const site = vi.fn<(url: string, init?: RequestInit) => Promise<Response>>();
const offline = () => Promise.reject(new TypeError('Failed to fetch'));
const reachable = async () => Response.json({ status: 'ok' });

beforeEach(() => {
  site.mockReset().mockImplementation(offline);
  vi.stubGlobal('fetch', site);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

test('a click fetches the session’s code at once', () => {
  const load = vi.fn(async () => {});
  const late = new LateSession(load);
  late.click();
  expect(load).toHaveBeenCalledOnce();
  expect(late.getSnapshot().status).toBe('idle');
  late.attach(loadedSession().session);
  late.click();
  expect(load).toHaveBeenCalledOnce();
});

test('a start before the session’s code has loaded waits in preparing, and then starts once', () => {
  const load = vi.fn(async () => {});
  const late = new LateSession(load);
  const { session } = loadedSession();
  late.start({ robotId: 'mei' });
  late.start({ robotId: 'mei' }); // the second click of a double click
  expect(late.getSnapshot()).toMatchObject({ status: 'preparing', attempt: 1 });
  expect(load).toHaveBeenCalledOnce();
  late.attach(session);
  late.attach(session);
  expect(session.start).toHaveBeenCalledExactlyOnceWith({ robotId: 'mei' });
});

test('the time limit of a start counts from the click, however late the session’s code loads', () => {
  vi.useFakeTimers();
  const late = new LateSession(async () => {});
  const { session } = loadedSession();
  late.click();
  const since = elapsedMs();
  vi.advanceTimersByTime(2_000);
  late.start({ robotId: 'mei' });
  vi.advanceTimersByTime(20_000);
  late.attach(session);
  expect(session.start).toHaveBeenCalledExactlyOnceWith({ robotId: 'mei', since });
});

test('a start that is cancelled before the session’s code has loaded ends at once, and the session repeats both', async () => {
  const late = new LateSession(async () => {});
  const { session, calls } = loadedSession();
  late.start({ robotId: undefined });
  await late.end();
  expect(late.getSnapshot()).toMatchObject({ status: 'ended', reason: 'cancelled' });
  late.attach(session);
  expect(calls).toEqual(['start', 'end']);
});

test.each([
  ['without a network: that', offline, 'network' as const],
  ['from a site that answers: the page is out of date', reachable, 'page_outdated' as const],
  ['from a site that is down: as without a network', async () => new Response('', { status: 502 }), 'network' as const],
])('session code that does not load %s, and the next start fetches it again', async (_, answer, code) => {
  site.mockImplementation(answer);
  const load = vi.fn(async () => {}).mockRejectedValueOnce(new Error('Failed to fetch'));
  const late = new LateSession(load);
  const { session } = loadedSession();
  late.start({ robotId: undefined });
  await settled();
  expect(late.getSnapshot()).toMatchObject({ status: 'failed', failure: { ...ownFailure(code), retry: 'manual' } });
  expect(site).toHaveBeenCalledExactlyOnceWith('/api/health', expect.anything());
  late.start({ robotId: undefined });
  expect(late.getSnapshot().status).toBe('preparing');
  expect(load).toHaveBeenCalledTimes(2);
  late.attach(session);
  expect(session.start).toHaveBeenCalledOnce();
});

test('session code that neither loads nor fails is a failure after a while, and a later start has its own time limit', async () => {
  vi.useFakeTimers();
  const late = new LateSession(() => new Promise(() => {}));
  late.start({ robotId: undefined });
  vi.advanceTimersByTime(20_000);
  await late.end();
  late.start({ robotId: undefined });
  vi.advanceTimersByTime(29_999);
  expect(late.getSnapshot().status).toBe('preparing');
  await vi.advanceTimersByTimeAsync(1);
  expect(late.getSnapshot()).toMatchObject({ status: 'failed', failure: { code: 'network', retry: 'manual' } });
  late.start({ robotId: undefined });
  const { session, calls } = loadedSession();
  late.attach(session);
  vi.advanceTimersByTime(60_000);
  expect([calls, late.getSnapshot().status]).toEqual([['start'], 'preparing']);
});

test('a user who cancels while the page checks the site sees no failure', async () => {
  let answer = () => {};
  site.mockReturnValue(new Promise((resolve) => (answer = () => resolve(new Response('{}')))));
  const late = new LateSession(vi.fn(async () => {}).mockRejectedValueOnce(new Error('Failed to fetch')));
  late.start({ robotId: undefined });
  await settled();
  await late.end();
  late.start({ robotId: 'mei' });
  answer();
  await settled();
  expect(late.getSnapshot().status).toBe('preparing');
  const { session, calls } = loadedSession();
  late.attach(session);
  expect(calls).toEqual(['start', 'end', 'start']);
});

test('a site that does not answer in time counts as unreachable', async () => {
  vi.useFakeTimers();
  site.mockImplementation(
    (_url: string, { signal }: RequestInit = {}) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  );
  const late = new LateSession(() => Promise.reject(new Error('Failed to fetch')));
  late.start({ robotId: undefined });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(late.getSnapshot()).toMatchObject({ status: 'failed', failure: { code: 'network' } });
});

test('the time of the click is kept until the start is over, even if the session’s code loads later', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  const late = new LateSession(async () => {});
  late.click();
  now.mockReturnValue(1_040); // the other tabs have been asked
  late.start({ robotId: undefined });
  now.mockReturnValue(4_000);
  late.click();
  late.attach(loadedSession().session);
  expect(late.clickedAt()).toBe(1_000);
});

test('end and ask do nothing before a start', async () => {
  const late = new LateSession(async () => {});
  await late.end();
  expect(late.getSnapshot().status).toBe('idle');
  expect(await late.ask('Who are you?')).toEqual({ accepted: false });
});

test('subscribers are notified before and after the session’s code has loaded', async () => {
  const late = new LateSession(async () => {});
  const seen: string[] = [];
  const stop = late.subscribe(() => seen.push(late.getSnapshot().status));
  late.start({ robotId: undefined });
  late.attach(loadedSession().session);
  stop();
  await late.end();
  expect(seen).toEqual(['preparing', 'preparing']);
  expect(await late.ask('Who are you?')).toEqual({ accepted: true });
});
