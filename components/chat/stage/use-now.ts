/** Counters use `elapsedMs()`, because the computer's clock may be set. */
import { useEffect, useState } from 'react';
import { elapsedMs } from '@/lib/digital-human/clock';

/** Returns `elapsedMs()`, updated every second while `isCounting`. */
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
