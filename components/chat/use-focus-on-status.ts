/**
 * Moves the focus when a new status, or the end of blocked playback, removes the element that had it. An element that
 * still exists keeps it, except the stage, which has it only between two statuses.
 */
import { type RefObject, useEffect, useRef } from 'react';
import type { SessionStatus } from '@/lib/digital-human/session-state';

/** Marks the main button on the stage, such as *Start conversation* or *Try again*. */
export const MAIN_ACTION = { 'data-main-action': '' };

/** `blocked`: live, and the page asks to play picture and sound. */
type ShownStatus = SessionStatus | 'blocked';

export function useFocusOnStatus(
  status: ShownStatus,
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

function focusTarget(status: ShownStatus, stage: HTMLElement | null, message: HTMLElement | null) {
  switch (status) {
    case 'live':
      return placeToWrite(stage, message);
    case 'idle':
    case 'ended':
    case 'failed':
      return stage?.querySelector<HTMLElement>('[data-main-action]');
    default:
      // Not to *Cancel*, which the second Enter of a double press would hit.
      return stage;
  }
}

/** The message box. On a touch screen the stage: the focus would open the on-screen keyboard over the face. */
export const placeToWrite = (stage: HTMLElement | null, message: HTMLElement | null): HTMLElement | null =>
  window.matchMedia('(pointer: fine)').matches ? message : stage;
