// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeSdk, step } from './testing/fake-sdk.ts';
import { useDigitalHuman } from './use-digital-human.ts';
import { useFreshDocument } from './use-fresh-document.ts';

let sdk: FakeSdk;
const getCode = vi.fn(async () => ({ onceCode: 'c', serverAddress: 'a.example', robotId: 'r', lifeMs: 300_000 }));

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div id="digital-human"></div>';
  sdk = new FakeSdk([step.ready(), step.ready()]);
  Object.assign(window, { HwICSUiSdk: sdk }); // already loaded
});

afterEach(async () => {
  cleanup();
  await pass(1_000);
  vi.useRealTimers();
  getCode.mockClear();
  onDocumentOld.mockClear();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
// A new URL for each test: the page's queue remembers the SDK it loaded.
let pages = 0;
const onDocumentOld = vi.fn();
const render = () => {
  const sdkUrl = `/sdk-${++pages}.js`;
  const options = { getCode, sdkUrl };
  return renderHook(
    () => {
      const digitalHuman = useDigitalHuman(options);
      useFreshDocument(digitalHuman.snapshot.status, onDocumentOld);
      return digitalHuman;
    },
    { wrapper: StrictMode },
  );
};

it('the hook starts nothing by itself, mounted twice by StrictMode', async () => {
  const { result } = render();
  await pass(10_000);
  expect(result.current.snapshot.status).toBe('idle');
  expect(getCode).not.toHaveBeenCalled();
});

it('a click starts one session, although mounted twice, and another one after the end', async () => {
  const { result } = render();
  act(() => result.current.start());
  await pass(500);
  expect(result.current.snapshot.status).toBe('live');
  await act(async () => void result.current.end());
  expect(result.current.snapshot.status).toBe('ended');
  act(() => result.current.start());
  await pass(500);
  expect(result.current.snapshot.status).toBe('live');
  expect(getCode).toHaveBeenCalledTimes(2);
});

it('unmounting while connecting destroys the SDK', async () => {
  sdk.script.splice(0, 2, step.ready(5_000));
  const { result, unmount } = render();
  act(() => result.current.start());
  await pass(1_000);
  unmount();
  await pass(10_000);
  expect(sdk.calls).toEqual(['create', 'destroy']);
});

it('leaving the page destroys the SDK at once', async () => {
  const { result } = render();
  act(() => result.current.start());
  await pass(500);
  act(() => void window.dispatchEvent(new Event('pagehide')));
  expect(sdk.calls).toEqual(['create', 'destroy']);
  expect(result.current.snapshot).toMatchObject({ status: 'ended', reason: 'page_left' });
});

it('the document counts as old after a session has ended, not while it is live and not after a failure', async () => {
  const { result } = render();
  act(() => result.current.start());
  await pass(31 * 60_000);
  expect(result.current.snapshot.status).toBe('live');
  act(() => sdk.emit('error', { code: '999000002' }));
  await pass(60_000);
  expect(result.current.snapshot.status).toBe('failed');
  expect(onDocumentOld).not.toHaveBeenCalled();
  act(() => result.current.start());
  await pass(500);
  expect(result.current.snapshot.status).toBe('live');
  act(() => void result.current.end());
  await pass(500);
  expect(onDocumentOld).toHaveBeenCalledOnce();
});

it('the hook calls the functions of the last render', async () => {
  const options = { sdkUrl: `/sdk-${++pages}.js` };
  const { result, rerender } = renderHook(
    ({ problem }: { problem: 'browser_unsupported' | null }) =>
      useDigitalHuman({ ...options, getCode, findBrowserProblem: () => problem }),
    { wrapper: StrictMode, initialProps: { problem: null as 'browser_unsupported' | null } },
  );
  rerender({ problem: 'browser_unsupported' });
  act(() => result.current.start());
  await pass(500);
  expect(result.current.snapshot).toMatchObject({ status: 'failed', failure: { code: 'browser_unsupported' } });
  rerender({ problem: null });
  act(() => result.current.start());
  await pass(500);
  expect(result.current.snapshot.status).toBe('live');
});

it('the hook warns once about a changed option that has no effect', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { rerender } = renderHook(({ sdkUrl }) => useDigitalHuman({ getCode, sdkUrl }), {
    initialProps: { sdkUrl: '/sdk-of-first.js' },
  });
  rerender({ sdkUrl: '/sdk-of-first.js' });
  expect(warn).not.toHaveBeenCalled();
  rerender({ sdkUrl: '/sdk-of-second.js' });
  rerender({ sdkUrl: '/sdk-of-second.js' });
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('without effect: sdkUrl.'));
  warn.mockRestore();
});
