/**
 * The operator's limit on the length of one session, as sessions cost money. Only the page knows of it.
 * It must not know how the session was started, nor what else may end it.
 */
import type { Clock } from './clock';
import type { SessionState } from './session-state';

interface Limited {
  end(reason: 'time_up'): Promise<void>;
}

/** @param signal aborted when the session is over for another reason */
export function endWhenTimeIsUp(
  session: Limited,
  state: SessionState,
  { clock, longestMs }: { clock: Clock; longestMs: number },
  signal: AbortSignal,
): void {
  if (longestMs === 0 || signal.aborted) return;
  state.update({ timeUpAt: Date.now() + longestMs });
  clock.sleep(longestMs, signal).then(
    () => void session.end('time_up'),
    () => {}, // it was over before
  );
}
