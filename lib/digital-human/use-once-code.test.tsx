// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { SWRConfig, useSWRConfig } from 'swr';
import { afterEach, expect, it, vi } from 'vitest';
import { useOnceCode } from './use-once-code.ts';

let served = 0;
const fetch = vi.fn(async (_url: string, _init: { signal: AbortSignal }) => {
  served += 1;
  const body = { onceCode: `secret-${served}`, expiresAt: '2026-11-24T08:05:00Z', serverAddress: 'a', robotId: 'r' };
  return new Response(JSON.stringify(body));
});
vi.stubGlobal('fetch', fetch);

afterEach(() => {
  cleanup();
  served = 0;
  fetch.mockClear();
});

const cache = new Map();
const wrapper = ({ children }: { children: ReactNode }) => (
  <StrictMode>
    <SWRConfig value={{ provider: () => cache }}>{children}</SWRConfig>
  </StrictMode>
);
const signal = () => new AbortController().signal;

it('useOnceCode requests no code on mount, focus, reconnect, remount or revalidation', async () => {
  const { rerender, unmount } = renderHook(() => ({ getCode: useOnceCode(), mutate: useSWRConfig().mutate }), {
    wrapper,
  });
  rerender();
  window.dispatchEvent(new Event('focus'));
  window.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('visibilitychange'));
  unmount();
  const again = renderHook(() => ({ getCode: useOnceCode(), mutate: useSWRConfig().mutate }), { wrapper });
  await act(() => again.result.current.mutate(() => true));
  expect(fetch).not.toHaveBeenCalled();
});

it('useOnceCode requests a new code at every call, also for two calls at once', async () => {
  const { result } = renderHook(() => useOnceCode(), { wrapper });
  const codes = await act(() => Promise.all([result.current(signal()), result.current(signal())]));
  expect(codes.map((code) => code.onceCode)).toEqual(['secret-1', 'secret-2']);
});

it('useOnceCode leaves no code in a cache', async () => {
  const { result } = renderHook(() => useOnceCode(), { wrapper });
  await act(() => result.current(signal()));
  expect(JSON.stringify([...cache])).not.toContain('secret-');
});

it('useOnceCode throws the failure of a request also after a newer one', async () => {
  const { result } = renderHook(() => useOnceCode(), { wrapper });
  let fail!: (error: Error) => void;
  fetch.mockImplementationOnce(() => new Promise((_, reject) => (fail = reject)));
  const overtaken = result.current(signal());
  overtaken.catch(() => {});
  await act(() => result.current(signal()));
  fail(new TypeError('Failed to fetch'));
  await expect(overtaken).rejects.toMatchObject({ failure: { code: 'network' } });
});

it('useOnceCode returns a function with a stable identity', () => {
  const { result, rerender } = renderHook(() => useOnceCode(), { wrapper });
  const first = result.current;
  rerender();
  expect(result.current).toBe(first);
});
