// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { renderScreen, snapshotOf } from '../screen-fixture';

afterEach(() => {
  cleanup();
  Reflect.deleteProperty(navigator, 'platform');
});

const live = snapshotOf({ status: 'live', liveSince: 0 });
const box = () => screen.getByRole('textbox', { name: 'Message' });
const onMac = () => Object.defineProperty(navigator, 'platform', { value: 'MacIntel', configurable: true });

/** @returns whether the browser would still write the key's character */
function press(target: EventTarget, { modifierAltGraph = false, ...key }: KeyboardEventInit): boolean {
  const event = new KeyboardEvent('keydown', { altKey: true, bubbles: true, cancelable: true, ...key });
  // happy-dom treats every Alt as AltGr.
  Object.defineProperty(event, 'getModifierState', {
    value: (name: string) => name === 'AltGraph' && modifierAltGraph,
  });
  return target.dispatchEvent(event);
}

describe('a key that writes a character in the message box is not a shortcut', () => {
  test.each<[string, KeyboardEventInit]>([
    ['Option+C in Polish', { key: 'ć', code: 'KeyC' }],
    ['Option+M', { key: 'µ', code: 'KeyM' }],
    ['Option+T', { key: '†', code: 'KeyT' }],
    ['Option+K, not in a Latin layout', { key: '˚', code: 'KeyK' }],
    ['Option+I, an accent to come', { key: 'Dead', code: 'KeyI' }],
    ['a key of a composition', { key: 'Process', code: 'KeyM', isComposing: true }],
    ['a key the input method has', { key: 'm', code: 'KeyM', keyCode: 229 } as KeyboardEventInit],
    ['AltGr where it comes as Control and Alt', { key: 'ć', code: 'KeyC', ctrlKey: true }],
    ['AltGr', { key: 'm', code: 'KeyM', modifierAltGraph: true }],
  ])('%s', (_, key) => {
    const calls = renderScreen(live);
    expect(press(box(), key)).toBe(true);
    expect(calls.setMuted).not.toHaveBeenCalled();
    expect(calls.interrupt).not.toHaveBeenCalled();
    expect(calls.startSpeaking).not.toHaveBeenCalled();
  });

  test('on a Mac also plain letters, and those of another alphabet', () => {
    onMac();
    const { setMuted } = renderScreen(live);
    expect(press(box(), { key: 'm', code: 'KeyM' })).toBe(true);
    expect(press(box(), { key: 'ь', code: 'KeyM' })).toBe(true);
    expect(setMuted).not.toHaveBeenCalled();
  });
});

test.each([
  ['elsewhere Alt writes nothing', { key: 'm', code: 'KeyM' }],
  ['nor does it with another alphabet', { key: 'ь', code: 'KeyM' }],
])('a key that writes no character in the message box is a shortcut: %s', (_, key) => {
  const { setMuted } = renderScreen(live);
  expect(press(box(), key)).toBe(false);
  expect(setMuted).toHaveBeenCalledOnce();
});

test('outside the message box Option and a letter is a shortcut, even if it would write a character', () => {
  onMac();
  const { setMuted } = renderScreen(live);
  expect(press(screen.getByRole('log'), { key: 'µ', code: 'KeyM' })).toBe(false);
  expect(setMuted).toHaveBeenCalledOnce();
});

test('a shortcut that is held down acts once', () => {
  const { setMuted } = renderScreen(live);
  fireEvent.keyDown(window, { code: 'KeyM', altKey: true });
  fireEvent.keyDown(window, { code: 'KeyM', altKey: true, repeat: true });
  expect(setMuted).toHaveBeenCalledOnce();
});
