/**
 * Keeps the end of a growing list visible until the user scrolls up (by wheel, key, touch or scroll bar), and again
 * when they return to the end. A change of size of the list or the window does not stop it.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Browsers round scroll positions. */
const ROUNDING_PX = 2;

const upKeys = new Set(['ArrowUp', 'PageUp', 'Home']);

interface FollowEndOptions {
  /**
   * The scrolling element. Its first child grows. While it contains an element with `data-extras`, which scrolls itself
   * into view, the list keeps its position.
   */
  listRef: RefObject<HTMLElement | null>;
  /** The last thing in the list. When it changes, the list scrolls to the end. Undefined while there is nothing. */
  end: unknown;
}

export function useFollowEnd({ listRef, end }: FollowEndOptions): { isFollowing: boolean; follow: () => void } {
  const isEmpty = end === undefined;
  const [isFollowing, setIsFollowing] = useState(true);
  /** For event listeners, because a state would be one render late. */
  const following = useRef(true);
  const set = useCallback(
    (next: boolean) => {
      following.current = next || isEmpty;
      setIsFollowing(following.current);
    },
    [isEmpty],
  );

  const scrollToEnd = useCallback(() => {
    const list = listRef.current;
    if (list) list.scrollTop = list.scrollHeight;
  }, [listRef]);
  const showEnd = useCallback(() => {
    if (!isEmpty && following.current && !listRef.current?.querySelector('[data-extras]')) scrollToEnd();
  }, [listRef, isEmpty, scrollToEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `end` scrolls the list
  useLayoutEffect(showEnd, [showEnd, end]);

  useEffect(() => {
    const element = listRef.current;
    if (!element) return;
    const stop = new AbortController();
    const listen = { signal: stop.signal, passive: true };
    let last = positionOf(element);
    let touchY: number | null = null;
    const leaveEnd = () => {
      if (element.scrollTop > 0) set(false);
    };

    // With Ctrl, and for a pinch on a trackpad, the wheel zooms.
    element.addEventListener('wheel', ({ deltaY, ctrlKey }) => deltaY < 0 && !ctrlKey && leaveEnd(), listen);
    element.addEventListener(
      'keydown',
      ({ key, shiftKey }) => (upKeys.has(key) || (key === ' ' && shiftKey)) && leaveEnd(),
      listen,
    );
    element.addEventListener(
      'touchstart',
      ({ touches }) => {
        touchY = touches[0]?.clientY ?? null;
      },
      listen,
    );
    element.addEventListener(
      'touchmove',
      ({ touches }) => {
        const y = touches[0]?.clientY ?? null;
        if (y !== null && touchY !== null && y > touchY) leaveEnd(); // the content follows the finger
        touchY = y;
      },
      listen,
    );
    element.addEventListener(
      'scroll',
      () => {
        const now = positionOf(element);
        const movedBy = now.top - last.top;
        // A scroll bar or a search in the page moves up, without a change of size.
        const isOwnMove = now.height >= last.height && now.window <= last.window;
        if (movedBy < -ROUNDING_PX && isOwnMove) set(false);
        else if (movedBy > 0 && now.height - now.window - now.top <= ROUNDING_PX) set(true);
        last = now;
      },
      listen,
    );

    // Called when the window, the draft below or the content of the list changes its size.
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(showEnd);
    observer?.observe(element);
    if (element.firstElementChild) observer?.observe(element.firstElementChild);
    return () => {
      stop.abort();
      observer?.disconnect();
    };
  }, [listRef, set, showEnd]);

  const follow = useCallback(() => {
    set(true);
    scrollToEnd();
  }, [set, scrollToEnd]);
  return { isFollowing, follow };
}

const positionOf = (element: HTMLElement) => ({
  top: element.scrollTop,
  height: element.scrollHeight,
  window: element.clientHeight,
});
