/** The page's clock for what it counts: `elapsedMs()`, which goes on when the computer's clock is set back. */
import { useEffect, useState } from 'react';
import { elapsedMs } from '@/lib/digital-human/clock';

/** `elapsedMs()`, renewed every second while something on the page counts. */
export function useNow(isCounting: boolean): number {
  const [now, setNow] = useState(elapsedMs);
  useEffect(() => {
    if (!isCounting) return;
    const timer = setInterval(() => setNow(elapsedMs()), 1000);
    return () => clearInterval(timer);
  }, [isCounting]);
  return now;
}

/** Whole seconds until an `elapsedMs()` time, never below 0. */
export function useSecondsUntil(atMs: number): number {
  const [isOver, setIsOver] = useState(false);
  const now = useNow(!isOver);
  const seconds = Math.max(0, Math.ceil((atMs - now) / 1000));
  if (!isOver && seconds === 0) setIsOver(true);
  return seconds;
}
