/**
 * Whether this browser can carry a conversation, judged before anything is loaded: by the same families of browsers as
 * the vendor's SDK accepts (HwICSUiSdk 5.0.6), and by what a video call needs. The SDK checks more once it is loaded.
 */

/** The SDK refuses every other user agent, Firefox's among them. */
const acceptedFamilies = /chrome|edg|safari|micromessenger/i;

export type BrowserProblem = 'insecure_context' | 'browser_unsupported';

export function findBrowserProblem(): BrowserProblem | null {
  if (globalThis.isSecureContext === false) return 'insecure_context';
  const canCall = typeof RTCPeerConnection !== 'undefined' && typeof WebAssembly !== 'undefined';
  return canCall && acceptedFamilies.test(navigator.userAgent) ? null : 'browser_unsupported';
}
