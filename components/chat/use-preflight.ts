/** What in this browser or address would prevent a conversation, found before anything is fetched or minted. */
import { useSyncExternalStore } from 'react';

export type PreflightProblem = 'insecure_context' | 'browser' | 'sound';

/** The SDK asks for more once it is loaded (`checkBrowserSupport`); without these there is no use in loading it. */
function findProblem(): PreflightProblem | null {
  if (!window.isSecureContext) return 'insecure_context';
  if (typeof RTCPeerConnection === 'undefined' || typeof WebAssembly === 'undefined') return 'browser';
  // Firefox only; elsewhere blocked sound shows once there is some.
  const { getAutoplayPolicy } = navigator as { getAutoplayPolicy?: (type: 'mediaelement') => string };
  return getAutoplayPolicy?.call(navigator, 'mediaelement') === 'disallowed' ? 'sound' : null;
}

const never = () => () => {};
const nothing = () => null;

/** None on the server, which knows nothing of the browser. */
export const usePreflight = (): PreflightProblem | null => useSyncExternalStore(never, findProblem, nothing);
