// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionFacts } from '@/lib/digital-human/session-state';
import { renderScreen, snapshotOf } from '../screen-fixture';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const live = (facts: Partial<SessionFacts> = {}) => snapshotOf({ status: 'live', liveSince: 0 }, facts);
const speak = () => screen.getByRole('button', { name: 'Speak' });
/** happy-dom lacks pointer capture. */
const down = () => {
  speak().setPointerCapture = () => {};
  fireEvent.pointerDown(speak(), { button: 0 });
};
const up = () => fireEvent.pointerUp(speak());

describe.each([
  ['the pointer', down, up],
  ['the space bar', () => fireEvent.keyDown(speak(), { key: ' ' }), () => fireEvent.keyUp(speak(), { key: ' ' })],
  [
    'Alt+T',
    () => fireEvent.keyDown(window, { code: 'KeyT', altKey: true }),
    () => fireEvent.keyUp(window, { code: 'KeyT', altKey: true }),
  ],
])('the microphone, opened by %s', (_, press, release) => {
  test('is open while it is held', () => {
    const { startSpeaking, stopSpeaking, show } = renderScreen(live());
    press();
    expect(startSpeaking).toHaveBeenCalledOnce();
    show(live({ listening: 'on' }));
    vi.advanceTimersByTime(1_000);
    expect(stopSpeaking).not.toHaveBeenCalled();
    release();
    expect(stopSpeaking).toHaveBeenCalledOnce();
  });

  test('stays open after a short press, until the next press', () => {
    const { startSpeaking, stopSpeaking, show } = renderScreen(live());
    press();
    vi.advanceTimersByTime(100);
    release();
    show(live({ listening: 'on' }));
    expect(stopSpeaking).not.toHaveBeenCalled();
    press();
    vi.advanceTimersByTime(1_000);
    release();
    expect(startSpeaking).toHaveBeenCalledOnce();
    expect(stopSpeaking).toHaveBeenCalledOnce();
  });
});

describe('a held microphone closes when its release may be missed', () => {
  const hidden = () => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    fireEvent(document, new Event('visibilitychange'));
    Reflect.deleteProperty(document, 'hidden');
  };
  const touched = () => {
    const menu = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    Object.defineProperty(menu, 'pointerType', { value: 'touch' });
    fireEvent(speak(), menu);
  };
  const byPointer = () => down();
  const byKey = () => fireEvent.keyDown(window, { code: 'KeyT', altKey: true });

  test.each([
    ['another window', byKey, () => fireEvent.blur(window)],
    ['another window', byPointer, () => fireEvent.blur(window)],
    ['another tab', byKey, hidden],
    ['another tab', byPointer, hidden],
    ['the page being left', byKey, () => fireEvent(window, new Event('pagehide'))],
    ['a menu', byKey, () => fireEvent.contextMenu(document.body)],
    ['a menu', byPointer, () => fireEvent.contextMenu(speak())],
    ['a cancelled pointer', byPointer, () => fireEvent.pointerCancel(speak())],
    ['a lost capture', byPointer, () => fireEvent.lostPointerCapture(speak())],
    ['the focus leaving the button', () => fireEvent.keyDown(speak(), { key: ' ' }), () => fireEvent.blur(speak())],
    ['a minute', byKey, () => vi.advanceTimersByTime(60_000)],
    ['a minute', byPointer, () => vi.advanceTimersByTime(60_000)],
  ])('because of %s', (_, press, loss) => {
    const { stopSpeaking, show } = renderScreen(live());
    press();
    show(live({ listening: 'on' }));
    vi.advanceTimersByTime(100); // also after a short press, because the user no longer sees the button
    loss();
    expect(stopSpeaking).toHaveBeenCalledOnce();
    up();
    expect(stopSpeaking).toHaveBeenCalledOnce();
  });

  test('but not because of the suppressed menu of a long touch', () => {
    const { stopSpeaking, show } = renderScreen(live());
    down();
    show(live({ listening: 'on' }));
    touched();
    expect(stopSpeaking).not.toHaveBeenCalled();
  });

  test('but a microphone opened by a short press stays open when another window gets the focus', () => {
    const { stopSpeaking, show } = renderScreen(live());
    down();
    up();
    show(live({ listening: 'on' }));
    fireEvent.blur(window);
    expect(stopSpeaking).not.toHaveBeenCalled();
  });

  test('and also opens by a pointer that cannot be captured', () => {
    const { startSpeaking } = renderScreen(live());
    speak().setPointerCapture = () => {
      throw new DOMException('', 'NotFoundError');
    };
    fireEvent.pointerDown(speak(), { button: 0 });
    expect(startSpeaking).toHaveBeenCalledOnce();
  });
});

test('a microphone opened by the click of a screen reader stays open in another window and after a minute', () => {
  const { stopSpeaking, show } = renderScreen(live());
  fireEvent.click(speak());
  show(live({ listening: 'on' }));
  fireEvent.blur(window);
  vi.advanceTimersByTime(60_000);
  expect(stopSpeaking).not.toHaveBeenCalled();
});

test('the click of a screen reader opens and closes the microphone', () => {
  const { startSpeaking, stopSpeaking, show } = renderScreen(live());
  fireEvent.click(speak());
  expect(startSpeaking).toHaveBeenCalledOnce();
  show(live({ listening: 'on' }));
  expect(speak().getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(speak());
  expect(stopSpeaking).toHaveBeenCalledOnce();
});

test('the microphone button works only while the session is live, and is absent when the SDK cannot listen', () => {
  const { startSpeaking, show } = renderScreen(snapshotOf({ status: 'idle' }));
  fireEvent.click(speak());
  expect(startSpeaking).not.toHaveBeenCalled();
  show(live({ canListen: false }));
  expect(screen.queryByRole('button', { name: 'Speak' })).toBeNull();
});

test('the page says that the microphone is open, and shows what is heard', () => {
  const heard = { id: 'h', who: 'person', text: 'What is a', at: 0, state: 'open' } as const;
  renderScreen(live({ listening: 'on', transcript: [heard] }));
  expect(screen.getByText('Listening').getAttribute('role')).toBe('status');
  expect(screen.getAllByText('What is a').length).toBeGreaterThanOrEqual(2); // beside the button, and in the transcript
});

test('a notice says why there is no microphone, and what to do', () => {
  renderScreen(live({ notice: { code: 'microphone_denied', kind: 'microphone', retry: 'manual' } }));
  expect(screen.getByRole('alert').textContent).toMatch(/not allowed.*Allow it.*or just write/);
});
