// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rememberConsent } from './consent';
import { usePreload } from './use-preload';

const preload = vi.fn();
let whenIdle: () => void;

/** Neither when the browser is idle nor by a timer. */
function expectNeverPreloaded(): void {
  whenIdle();
  vi.advanceTimersByTime(600_000);
  expect(preload).not.toHaveBeenCalled();
}

beforeEach(() => {
  vi.useFakeTimers();
  // biome-ignore lint/suspicious/noDocumentCookie: clears what the last test left
  document.cookie = 'digital-human-consent=; Max-Age=0; Path=/';
  whenIdle = () => {};
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => {
    whenIdle = callback;
    return 1;
  });
  vi.stubGlobal('cancelIdleCallback', () => {
    whenIdle = () => {};
  });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'connection');
  preload.mockClear();
});

test('after consent, when the browser is idle, and not before', () => {
  rememberConsent();
  renderHook(() => usePreload(preload));
  expect(preload).not.toHaveBeenCalled();
  whenIdle();
  expect(preload).toHaveBeenCalledOnce();
});

test('never without consent', () => {
  renderHook(() => usePreload(preload));
  expectNeverPreloaded();
});

test('never where data is to be saved', () => {
  rememberConsent();
  Object.assign(navigator, { connection: { saveData: true } });
  renderHook(() => usePreload(preload));
  expectNeverPreloaded();
});

test('not for a page that is gone by then', () => {
  rememberConsent();
  renderHook(() => usePreload(preload)).unmount();
  expectNeverPreloaded();
});

test('a second later where the browser does not tell when it is idle', () => {
  vi.stubGlobal('requestIdleCallback', undefined);
  rememberConsent();
  renderHook(() => usePreload(preload));
  vi.advanceTimersByTime(1_000);
  expect(preload).toHaveBeenCalledOnce();
});
