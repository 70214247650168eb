/**
 * One key, two ways to speak: hold it while you speak (push to talk), or press it shortly to open the microphone and
 * again to close it (hands-free). A hold also ends when its release may be missed, and after a time limit.
 */
import { useEffect, useRef } from 'react';

/** A press that lasts this long is a hold. */
const HOLD_MS = 400;

/** No user speaks this long with a key held: the release was missed, or something lies on the key. */
const HOLD_LIMIT_MS = 60_000;

interface HoldOrPress {
  isOpen: boolean;
  open: () => void;
  close: () => void;
}

export function useHoldOrPress({ isOpen, open, close }: HoldOrPress) {
  /** The press that opened the microphone, until its release. */
  const held = useRef<{ since: number; stop: AbortController } | null>(null);
  const latestClose = useRef(close);
  useEffect(() => {
    latestClose.current = close;
  });

  /** @returns how long the key was held, or `null` when it is not held */
  const endHold = (): number | null => {
    const hold = held.current;
    held.current = null;
    hold?.stop.abort();
    return hold && performance.now() - hold.since;
  };

  /** Closes the microphone without a release: the user may not see that it is open. */
  const giveUp = () => {
    if (endHold() !== null) latestClose.current();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at unmount
  useEffect(() => () => void endHold(), []);

  const press = () => {
    endHold();
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
    const heldMs = endHold();
    if (heldMs !== null && heldMs >= HOLD_MS) latestClose.current();
  };

  return { press, release, giveUp };
}

/** Calls `giveUp` at every event after which the page may miss `keyup` or `pointerup`. */
function watchForLostRelease(giveUp: () => void, signal: AbortSignal): void {
  window.addEventListener('blur', giveUp, { signal });
  window.addEventListener('pagehide', giveUp, { signal });
  window.addEventListener('pointercancel', giveUp, { signal });
  document.addEventListener('visibilitychange', () => document.hidden && giveUp(), { signal });
  // The button suppresses the menu of a long touch, so the hold continues.
  window.addEventListener('contextmenu', (event) => isPreventedTouch(event) || giveUp(), { signal });
  const limit = setTimeout(giveUp, HOLD_LIMIT_MS);
  signal.addEventListener('abort', () => clearTimeout(limit), { once: true });
}

const isPreventedTouch = (event: Event): boolean =>
  event.defaultPrevented && 'pointerType' in event && event.pointerType === 'touch';
