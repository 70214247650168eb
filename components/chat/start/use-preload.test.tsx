// @vitest-environment happy-dom
import { cleanup, fireEvent, render, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAIN_ACTION } from '../use-focus-on-status';
import { rememberConsent } from './consent';
import { usePreload } from './use-preload';

const preload = vi.fn();
let whenIdle: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  withdrawConsent();
  whenIdle = [];
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => whenIdle.push(callback) - 1);
  vi.stubGlobal('cancelIdleCallback', (id: number) => {
    whenIdle[id] = () => {};
  });
  connect({ saveData: false, effectiveType: '4g' });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'connection');
  preload.mockClear();
});

function withdrawConsent() {
  // biome-ignore lint/suspicious/noDocumentCookie: sets it as the server's answer does
  document.cookie = 'digital-human-consent=; Max-Age=0; Path=/';
}

const connect = (connection: object | undefined) => Object.assign(navigator, { connection });

function Page({ isRecorded }: { isRecorded: boolean }) {
  usePreload(preload, isRecorded);
  return (
    <>
      <button type="button" {...MAIN_ACTION}>
        <span>Start</span>
      </button>
      <button type="button">Sign out</button>
    </>
  );
}

const show = (isRecorded = false) => render(<Page isRecorded={isRecorded} />);

/** Everything that happens while a user only looks at the page: idle time, an hour, a moving pointer. */
function look() {
  for (const callback of whenIdle) callback();
  vi.advanceTimersByTime(3_600_000);
  const others = [...document.querySelectorAll('button')].slice(1);
  for (const target of [document.body, ...others]) {
    fireEvent.pointerOver(target);
    fireEvent.pointerDown(target);
    fireEvent.focusIn(target);
    fireEvent.scroll(target);
  }
}

const start = () => document.querySelector('button span') as Element;

test('the SDK preloads after consent, when the browser is idle', () => {
  rememberConsent(false);
  show();
  vi.advanceTimersByTime(3_600_000);
  expect(preload).not.toHaveBeenCalled();
  look();
  expect(preload).toHaveBeenCalledOnce();
});

test('the SDK never preloads without consent', () => {
  show();
  look();
  fireEvent.pointerOver(start());
  expect(preload).not.toHaveBeenCalled();
});

test('the SDK does not preload when the consent does not cover that conversations are recorded', () => {
  rememberConsent(false);
  show(true);
  look();
  expect(preload).not.toHaveBeenCalled();
});

test('the SDK does not preload after the consent was withdrawn in any tab', () => {
  rememberConsent(false);
  show();
  withdrawConsent();
  look();
  expect(preload).not.toHaveBeenCalled();
});

const metered: [what: string, connection: object | undefined][] = [
  ['data is to be saved', { saveData: true, effectiveType: '4g' }],
  ['the connection is slow', { saveData: false, effectiveType: '3g' }],
  ['the connection is very slow', { saveData: false, effectiveType: 'slow-2g' }],
  ['the connection is a mobile one', { saveData: false, effectiveType: '4g', type: 'cellular' }],
  ['the browser does not tell', undefined],
  ['the browser gives only part of the data', { saveData: false }],
];

test.each(metered)('the SDK does not preload for a user who only looks when %s', (_, connection) => {
  connect(connection);
  rememberConsent(false);
  show();
  look();
  expect(preload).not.toHaveBeenCalled();
});

test.each(['pointerOver', 'pointerDown', 'focusIn'] as const)(
  'the SDK preloads on a metered connection at %s on Start',
  (sign) => {
    connect({ saveData: true });
    rememberConsent(false);
    show();
    fireEvent[sign](start());
    expect(preload).toHaveBeenCalledOnce();
  },
);

test('the consent is checked when the SDK preloads, not when the page loads', () => {
  connect({ saveData: true });
  rememberConsent(false);
  show();
  withdrawConsent();
  fireEvent.pointerOver(start());
  expect(preload).not.toHaveBeenCalled();
  rememberConsent(false);
  fireEvent.pointerOver(start());
  expect(preload).toHaveBeenCalledOnce();
});

test('the SDK preloads on a metered connection when Start had the focus before the code loaded', () => {
  connect({ saveData: true });
  rememberConsent(false);
  render(<button type="button" {...MAIN_ACTION} />);
  document.querySelector('button')?.focus();
  renderHook(() => usePreload(preload, false));
  expect(preload).toHaveBeenCalledOnce();
});

test.each([
  ['idle', { saveData: false, effectiveType: '4g' }],
  ['about to be pressed', undefined],
])('the SDK does not preload after unmount on a connection that is %s', (_, connection) => {
  connect(connection);
  rememberConsent(false);
  show().unmount();
  look();
  render(<button type="button" {...MAIN_ACTION} />);
  fireEvent.pointerOver(document.querySelector('button') as Element);
  expect(preload).not.toHaveBeenCalled();
});

test('the SDK preloads only at Start in a browser without requestIdleCallback', () => {
  vi.stubGlobal('requestIdleCallback', undefined);
  rememberConsent(false);
  show();
  look();
  expect(preload).not.toHaveBeenCalled();
  fireEvent.focusIn(start());
  expect(preload).toHaveBeenCalledOnce();
});
