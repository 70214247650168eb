/**
 * One key, two ways to speak: open as long as it is held (push to talk), or opened by a short press and closed by the
 * next (hands-free). It must not know what is opened.
 */
import { useRef } from 'react';

/** A press that lasts this long is a hold. */
const HOLD_MS = 400;

export interface HoldOrPress {
  isOpen: boolean;
  open: () => void;
  close: () => void;
}

export function useHoldOrPress({ isOpen, open, close }: HoldOrPress) {
  /** When the press began that opened it; `null` when nothing is pressed, or the press closed it. */
  const openedAt = useRef<number | null>(null);

  const press = () => {
    openedAt.current = isOpen ? null : performance.now();
    if (isOpen) close();
    else open();
  };

  const release = () => {
    const since = openedAt.current;
    openedAt.current = null;
    if (since !== null && performance.now() - since >= HOLD_MS) close();
  };

  return { press, release };
}
