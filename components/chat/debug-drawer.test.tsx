// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, expect, test, vi } from 'vitest';
import { vendorFailure } from '@/lib/digital-human/sdk/error-codes';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';
import en from '@/lib/i18n/en.json';
import DebugDrawer from './debug-drawer';
import { snapshotOf } from './screen-fixture';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show() {
  let snapshot: SessionSnapshot = snapshotOf({ status: 'idle' });
  const subscribers = new Set<() => void>();
  const session = {
    getSnapshot: () => snapshot,
    subscribe: (subscriber: () => void) => {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <DebugDrawer session={session} />
    </IntlProvider>,
  );
  return (next: SessionSnapshot) =>
    act(() => {
      snapshot = next;
      for (const subscriber of subscribers) subscriber();
    });
}

test('the debug drawer lists steps, codes, request IDs, and the time from click to live', () => {
  const enter = show();
  expect(screen.getByText(/begins with the first click/)).toBeTruthy();
  enter(snapshotOf({ status: 'preparing', attempt: 1 }));
  enter(snapshotOf({ status: 'connecting', attempt: 1, requestId: 'req-1' }));
  enter(snapshotOf({ status: 'retrying', attempt: 2, reason: vendorFailure('MSS.20010135'), delayMs: 1 }));
  enter(snapshotOf({ status: 'live', liveSince: 0 }));
  expect(screen.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual([
    'preparing',
    'connecting',
    'retrying',
    'live',
  ]);
  expect(screen.getByText(/requestId=req-1/)).toBeTruthy();
  expect(screen.getByText(/code=MSS.20010135/)).toBeTruthy();
  expect(screen.getByText(/^Click to live: \d+ ms$/)).toBeTruthy();
  expect(document.body.textContent).not.toContain('undefined');
});

test('the debug drawer shows and copies the version of the loaded SDK', async () => {
  const writeText = vi.fn(async (_text: string) => {});
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  const enter = show();
  expect(screen.queryByText(/HwICSUiSdk/)).toBeNull();
  vi.stubGlobal('HwICSUiSdk', { version: '5.0.6' });
  enter(snapshotOf({ status: 'preparing', attempt: 1 }));
  expect(screen.getByText('HwICSUiSdk 5.0.6')).toBeTruthy();
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Copy as JSON' })));
  expect(JSON.parse(writeText.mock.calls[0]?.[0] ?? '').sdkVersion).toBe('5.0.6');
});

test('the debug drawer copies its entries as JSON', async () => {
  const writeText = vi.fn(async (_text: string) => {});
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  const enter = show();
  enter(snapshotOf({ status: 'preparing', attempt: 1 }));
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Copy as JSON' })));
  expect(JSON.parse(writeText.mock.calls[0]?.[0] ?? '').entries).toMatchObject([{ event: 'preparing', attempt: 1 }]);
  expect(screen.getByText('Copied')).toBeTruthy();
});
