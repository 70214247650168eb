/**
 * The SDK's own dialogs, such as the one for blocked playback. They lie in `document.body` over the whole page, with a
 * focus trap, and no method closes them (HwICSUiSdk 5.0.6).
 */

/** As long as one is open, the SDK keeps the page from scrolling; nothing else here does. */
export const isVendorDialogOpen = (): boolean => getComputedStyle(document.body).overflow.includes('hidden');

/** Confirms the one that is open, if any: a `keydown` listener of the SDK on the document does that on Enter. */
export function confirmVendorDialog(): void {
  const enter = { key: 'Enter', code: 'Enter', keyCode: 13, which: 13, bubbles: true, cancelable: true };
  document.dispatchEvent(new KeyboardEvent('keydown', enter));
}

/**
 * Calls back when one may have opened or closed: the SDK puts it in the body, and its rule for scrolling there or in the head.
 * @returns a function that ends it
 */
export function onVendorDialogChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributes: true, attributeFilter: ['style', 'class'], childList: true });
  observer.observe(document.head, { childList: true });
  return () => observer.disconnect();
}
