/** Finds what in this browser or address would prevent a conversation, before anything is fetched or requested. */
import { useSyncExternalStore } from 'react';
import { findBrowserProblem } from '@/lib/digital-human/browser-support';
import { canKeepCookies } from '../../ui/device-cookie';

/** The first three prevent a conversation; `sound` can be allowed during one. */
export type PreflightProblem = 'insecure_context' | 'browser' | 'cookies' | 'sound';

function findPreflightProblem(): PreflightProblem | null {
  const problem = findBrowserProblem();
  if (problem) return problem === 'insecure_context' ? problem : 'browser';
  if (!canKeepCookies()) return 'cookies';
  // Only Firefox and Safari have it. Other browsers show that sound is blocked only when it plays.
  const { getAutoplayPolicy } = navigator as { getAutoplayPolicy?: (type: 'mediaelement') => string };
  return getAutoplayPolicy?.call(navigator, 'mediaelement') === 'disallowed' ? 'sound' : null;
}

export const preventsConversation = (problem: PreflightProblem | null): boolean =>
  problem !== null && problem !== 'sound';

const never = () => () => {};
const nothing = () => null;

/** Null on the server, which does not know the browser. */
export const usePreflight = (): PreflightProblem | null => useSyncExternalStore(never, findPreflightProblem, nothing);
