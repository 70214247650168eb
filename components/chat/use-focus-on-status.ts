/**
 * Moves the focus when a new status removes the element that had it. It is never taken from an element that is still
 * there, except from the stage, which only holds it in between.
 */
import { type RefObject, useEffect, useRef } from 'react';
import type { SessionStatus } from '@/lib/digital-human/session-state';

/** The one thing to do on the stage, such as *Start conversation* or *Try again*. */
export const MAIN_ACTION = { 'data-main-action': '' };

export function useFocusOnStatus(
  status: SessionStatus,
  stage: RefObject<HTMLElement | null>,
  message: RefObject<HTMLTextAreaElement | null>,
): void {
  const previous = useRef(status);
  useEffect(() => {
    if (previous.current === status) return;
    previous.current = status;
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused !== stage.current) return;
    focusTarget(status, stage.current, message.current)?.focus({ preventScroll: true });
  }, [status, stage, message]);
}

function focusTarget(status: SessionStatus, stage: HTMLElement | null, message: HTMLElement | null) {
  switch (status) {
    case 'live':
      // On touch the focus would raise the on-screen keyboard over the face.
      return window.matchMedia('(pointer: fine)').matches ? message : stage;
    case 'idle':
    case 'ended':
    case 'failed':
      return stage?.querySelector<HTMLElement>('[data-main-action]');
    default:
      // Never *Cancel*: the second Enter of a double press would land on it.
      return stage;
  }
}
