/** When a growing list scrolls along: pure geometry, no DOM. */
export interface ScrollPosition {
  scrollTop: number;
  clientHeight: number;
  scrollHeight: number;
}

/** Closer than about two lines counts as the end: a person who stopped there is reading along. */
const TOLERANCE_PX = 48;

export const isAtEnd = ({ scrollTop, clientHeight, scrollHeight }: ScrollPosition): boolean =>
  scrollHeight - clientHeight - scrollTop <= TOLERANCE_PX;
