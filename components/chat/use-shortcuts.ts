/**
 * The conversation's keys: Alt and a letter, so that none gets in the way of writing or of a screen reader's own single
 * keys (WCAG 2.1.4). By `code`, the key's place: on a Mac, Alt makes other characters of letters.
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
  /** The key of `speak` was let go. */
  speakReleased: () => void;
}

const names = Object.keys(shortcuts) as Shortcut[];

export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const name = names.find((candidate) => shortcuts[candidate].code === event.code);
      if (!name) return;
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
