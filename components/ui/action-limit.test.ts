// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isUnanswered } from './action-error';
import { limitServerActions } from './action-limit';

/** A network that swallows every request. */
const network = vi.fn(
  (_: RequestInfo | URL, init?: RequestInit) =>
    new Promise<Response>((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    }),
);
const own = window.fetch;

beforeEach(() => {
  vi.useFakeTimers();
  window.fetch = network;
  limitServerActions();
});
afterEach(() => {
  vi.useRealTimers();
  window.fetch = own;
});

test('a server action without an answer fails after 15 s, as one whose outcome is unknown', async () => {
  const failed = vi.fn();
  const action = { method: 'POST', headers: { Accept: 'text/x-component', 'next-action': 'abc' }, body: '[]' };
  window.fetch('/chat', action).catch(failed);
  expect(network).toHaveBeenCalledWith('/chat', expect.objectContaining(action));
  await vi.advanceTimersByTimeAsync(14_999);
  expect(failed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(failed).toHaveBeenCalledOnce();
  expect(isUnanswered(failed.mock.calls[0]?.[0])).toBe(true);
});

test('no other request gets the time limit of server actions', () => {
  const signal = new AbortController().signal;
  void window.fetch('/api/once-code', { method: 'POST', signal });
  void window.fetch('/api/health');
  expect(network.mock.calls.slice(-2)).toEqual([
    ['/api/once-code', { method: 'POST', signal }],
    ['/api/health', undefined],
  ]);
});
