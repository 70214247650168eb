// @vitest-environment happy-dom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { elapsedMs } from '@/lib/digital-human/clock';
import en from '@/lib/i18n/en.json';
import { renderScreen, snapshotOf } from '../screen-fixture';

const release = vi.fn(async () => {});
const request = vi.fn(async () => ({ release }));

beforeEach(() => {
  request.mockClear().mockResolvedValue({ release });
  release.mockClear();
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const live = snapshotOf({ status: 'live', liveSince: 0 });
const endsIn = (seconds: number) => en.live.closesIn.replace('{seconds}', String(seconds));
const settle = () => act(async () => {});

test('the screen stays on while the session is live, and not after its end', async () => {
  const { show } = renderScreen(snapshotOf({ status: 'idle' }));
  expect(request).not.toHaveBeenCalled();
  show(live);
  await settle();
  expect(request).toHaveBeenCalledExactlyOnceWith('screen');
  show(snapshotOf({ status: 'reconnecting', liveSince: 0 }));
  expect(release).not.toHaveBeenCalled();
  show(snapshotOf({ status: 'ended', reason: 'person', endedAt: 0 }));
  expect(release).toHaveBeenCalledOnce();
});

test('the wake lock is requested again when the page becomes visible, because the browser has released it', async () => {
  renderScreen(live);
  await settle();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(request).toHaveBeenCalledTimes(2);
});

test('a refused wake lock does not affect the conversation', async () => {
  request.mockRejectedValue(new DOMException('', 'NotAllowedError'));
  renderScreen(live);
  await settle();
  expect(screen.getByRole('button', { name: 'End conversation' })).toBeTruthy();
});

test('the page says at once that the device is offline, until it is online again', () => {
  const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  renderScreen(live);
  expect(screen.getByText(/device is offline/)).toBeTruthy();
  onLine.mockReturnValue(true);
  act(() => void window.dispatchEvent(new Event('online')));
  expect(screen.queryByText(/device is offline/)).toBeNull();
});

test('while an error page of the SDK covers the picture, the page covers that and offers a new start', () => {
  const { start, end, show } = renderScreen(live);
  const container = document.getElementById('digital-human');
  expect(container?.inert).toBe(false);
  show(snapshotOf({ status: 'live', liveSince: 0 }, { isCovered: true }));
  expect(container?.inert).toBe(true);
  expect(container?.nextElementSibling?.querySelector('img')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toMatch(/You can still write and speak/);
  screen.getByRole('button', { name: 'Start again' }).click();
  expect(end).toHaveBeenCalledBefore(start);
  expect(start).toHaveBeenCalledOnce();
});

test('a second silence warning counts down and is announced, although the first one is still shown', () => {
  vi.useFakeTimers({ now: 0 });
  const warned = () => snapshotOf({ status: 'live', liveSince: 0 }, { silenceEndsAt: elapsedMs() + 30_000 });
  const { show } = renderScreen(warned());
  act(() => vi.advanceTimersByTime(31_000));
  const first = screen.getByRole('alert');
  show(warned());
  expect(screen.getByRole('alert')).not.toBe(first);
  act(() => vi.advanceTimersByTime(10_000));
  expect(screen.getByText(endsIn(20))).toBeTruthy();
});

test('the last minute of a session counts down, and is announced once', () => {
  vi.useFakeTimers({ now: 0 });
  renderScreen(snapshotOf({ status: 'live', liveSince: 0 }, { timeUpAt: elapsedMs() + 90_000 }));
  expect(screen.queryByRole('alert')).toBeNull();
  act(() => void vi.advanceTimersByTime(31_000));
  expect(screen.getByRole('alert').textContent).toMatch(/about to reach its time limit/);
  expect(screen.getByText(endsIn(59))).toBeTruthy();
});

test('the time that is left and the time that has passed go on when the computer’s clock is set back', () => {
  vi.useFakeTimers({ now: 7_200_000 });
  const liveSince = elapsedMs();
  renderScreen(snapshotOf({ status: 'live', liveSince }, { timeUpAt: liveSince + 90_000 }));
  vi.setSystemTime(3_600_000);
  act(() => void vi.advanceTimersByTime(40_000));
  expect(screen.getByText(endsIn(50))).toBeTruthy();
  expect(screen.getByRole('timer').textContent).toBe('0:40');
});

test('the last of the user’s minutes of the day has its own announcement', () => {
  vi.useFakeTimers({ now: 0 });
  renderScreen(
    snapshotOf({ status: 'live', liveSince: 0 }, { timeUpAt: elapsedMs() + 61_000, timeUpReason: 'minutes' }),
  );
  expect(screen.queryByRole('alert')).toBeNull();
  act(() => void vi.advanceTimersByTime(1_000));
  expect(screen.getByRole('alert').textContent).toBe('Your minutes are almost used up.');
});
