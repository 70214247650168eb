/**
 * The SDK's own dialogs, such as the one for blocked playback. They lie in `document.body` over the whole page, with a
 * focus trap, and no method closes them (HwICSUiSdk 5.0.6).
 */

/** While a dialog is open, the SDK keeps the page from scrolling; no code of this app does. */
export const isVendorDialogOpen = (): boolean => getComputedStyle(document.body).overflow.includes('hidden');

/** Confirms the open dialog, if any: the SDK listens for Enter on the document. */
export function confirmVendorDialog(): void {
  const enter = { key: 'Enter', code: 'Enter', keyCode: 13, which: 13, bubbles: true, cancelable: true };
  document.dispatchEvent(new KeyboardEvent('keydown', enter));
}

/**
 * Calls back when a dialog may have opened or closed: the SDK adds it to the body, and its scroll rule there or to the
 * head.
 * @returns a function that stops watching
 */
export function onVendorDialogChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributes: true, attributeFilter: ['style', 'class'], childList: true });
  observer.observe(document.head, { childList: true });
  return () => observer.disconnect();
}
