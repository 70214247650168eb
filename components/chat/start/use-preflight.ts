/** What in this browser or address would prevent a conversation, found before anything is fetched or requested. */
import { useSyncExternalStore } from 'react';
import { findBrowserProblem } from '@/lib/digital-human/browser-support';
import { canKeepCookies } from '../../ui/device-cookie';

/** With the first three no conversation can begin; `sound` can be allowed while one is on. */
export type PreflightProblem = 'insecure_context' | 'browser' | 'cookies' | 'sound';

function findPreflightProblem(): PreflightProblem | null {
  const problem = findBrowserProblem();
  if (problem) return problem === 'insecure_context' ? problem : 'browser';
  if (!canKeepCookies()) return 'cookies';
  // Firefox and Safari only; elsewhere blocked sound shows once there is some.
  const { getAutoplayPolicy } = navigator as { getAutoplayPolicy?: (type: 'mediaelement') => string };
  return getAutoplayPolicy?.call(navigator, 'mediaelement') === 'disallowed' ? 'sound' : null;
}

const never = () => () => {};
const nothing = () => null;

/** None on the server, which knows nothing of the browser. */
export const usePreflight = (): PreflightProblem | null => useSyncExternalStore(never, findPreflightProblem, nothing);
