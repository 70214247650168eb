/** `Date.now()`, renewed every second while something on the page counts. */
import { useEffect, useState } from 'react';

export function useNow(isCounting: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isCounting) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isCounting]);
  return now;
}

/** Whole seconds until a `Date.now()` time, never below 0. */
export function useSecondsUntil(atMs: number): number {
  const [isOver, setIsOver] = useState(false);
  const now = useNow(!isOver);
  const seconds = Math.max(0, Math.ceil((atMs - now) / 1000));
  if (!isOver && seconds === 0) setIsOver(true);
  return seconds;
}
