/**
 * The keyboard shortcuts of a conversation: Alt and a letter, because single keys would disturb writing and screen
 * readers (WCAG 2.1.4). They are matched by `code`, the key's position, which is the same on keyboards with other
 * letters. A key that would write a character where the focus is writes it: on a Mac, Option turns letters into other
 * characters.
 */
import { useEffect, useRef } from 'react';

export const shortcuts = {
  speak: { code: 'KeyT', label: 'T' },
  mute: { code: 'KeyM', label: 'M' },
  interrupt: { code: 'KeyI', label: 'I' },
  captions: { code: 'KeyC', label: 'C' },
  help: { code: 'KeyK', label: 'K' },
} as const;

export type Shortcut = keyof typeof shortcuts;

interface ShortcutActions extends Record<Shortcut, () => void> {
  /** The key of `speak` was released. */
  speakReleased: () => void;
}

const names = Object.keys(shortcuts) as Shortcut[];

export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform || navigator.userAgent);

export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const name = names.find((candidate) => shortcuts[candidate].code === event.code);
      if (!name || writes(event, shortcuts[name].label)) return;
      event.preventDefault();
      if (!event.repeat) latest.current[name]();
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.code === shortcuts.speak.code || event.key === 'Alt') latest.current.speakReleased();
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    };
  }, []);
}

/** Letters of other keyboards. Except on a Mac, Alt does not change them, so the key is a shortcut there, too. */
const otherAlphabet =
  /^[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}\p{Script=Hangul}]$/u;

/** Whether the key would write a character, a dead key's accent or a part of a composition where the focus is. */
function writes(event: KeyboardEvent, letter: string): boolean {
  if (!isEditable(event.target)) return false;
  const { key } = event;
  if (event.isComposing || event.keyCode === 229 || key === 'Dead' || key === 'Process') return true;
  if (event.getModifierState?.('AltGraph')) return true;
  if ([...(key ?? '')].length !== 1) return false;
  if (isMac()) return true;
  return key.toUpperCase() !== letter && !otherAlphabet.test(key);
}

const notWritten = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

function isEditable(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !notWritten.has(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}
