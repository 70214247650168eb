/**
 * Checks this browser before anything is loaded: by the families that the vendor's SDK accepts (HwICSUiSdk 5.0.6), and
 * by what a video call needs. The loaded SDK checks more.
 */

/** The SDK refuses every other user agent, including Firefox's. */
const acceptedFamilies = /chrome|edg|safari|micromessenger/i;

export type BrowserProblem = 'insecure_context' | 'browser_unsupported';

/** Returns why this browser cannot hold a conversation, or null. */
export function findBrowserProblem(): BrowserProblem | null {
  if (globalThis.isSecureContext === false) return 'insecure_context';
  const canCall = typeof RTCPeerConnection !== 'undefined' && typeof WebAssembly !== 'undefined';
  return canCall && acceptedFamilies.test(navigator.userAgent) ? null : 'browser_unsupported';
}
