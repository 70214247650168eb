/**
 * One key, two ways to speak: open as long as it is held (push to talk), or opened by a short press and closed by the
 * next (hands-free). A hold also ends when its release may never be seen, and after a limit.
 */
import { useEffect, useRef } from 'react';

/** A press that lasts this long is a hold. */
const HOLD_MS = 400;

/** Longer than any user speaks with a key held: then the release was lost, or something lies on the key. */
const HOLD_LIMIT_MS = 60_000;

export interface HoldOrPress {
  isOpen: boolean;
  open: () => void;
  close: () => void;
}

export function useHoldOrPress({ isOpen, open, close }: HoldOrPress) {
  /** The press that opened it, while it lasts. */
  const held = useRef<{ since: number; stop: AbortController } | null>(null);
  const latestClose = useRef(close);
  useEffect(() => {
    latestClose.current = close;
  });

  /** @returns how long it was held, or `null` when nothing is */
  const letGo = (): number | null => {
    const hold = held.current;
    held.current = null;
    hold?.stop.abort();
    return hold && performance.now() - hold.since;
  };

  /** Without a release: an open microphone that the user cannot see could not be closed. */
  const giveUp = () => {
    if (letGo() !== null) latestClose.current();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the control goes
  useEffect(() => () => void letGo(), []);

  const press = () => {
    letGo();
    if (isOpen) {
      close();
      return;
    }
    const stop = new AbortController();
    held.current = { since: performance.now(), stop };
    watchForLostRelease(giveUp, stop.signal);
    open();
  };

  const release = () => {
    const heldMs = letGo();
    if (heldMs !== null && heldMs >= HOLD_MS) latestClose.current();
  };

  return { press, release, giveUp };
}

/** Everything after which `keyup` or `pointerup` may go elsewhere. */
function watchForLostRelease(giveUp: () => void, signal: AbortSignal): void {
  window.addEventListener('blur', giveUp, { signal });
  window.addEventListener('pagehide', giveUp, { signal });
  window.addEventListener('pointercancel', giveUp, { signal });
  document.addEventListener('visibilitychange', () => document.hidden && giveUp(), { signal });
  // A long touch asks for the menu of the button it holds, which opens none: that hold goes on.
  window.addEventListener('contextmenu', (event) => isPreventedTouch(event) || giveUp(), { signal });
  const limit = setTimeout(giveUp, HOLD_LIMIT_MS);
  signal.addEventListener('abort', () => clearTimeout(limit), { once: true });
}

const isPreventedTouch = (event: Event): boolean =>
  event.defaultPrevented && 'pointerType' in event && event.pointerType === 'touch';
