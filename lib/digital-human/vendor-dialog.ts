/**
 * Closes the dialog that the SDK has open, if any. It lies in `document.body` over the whole page, with a focus trap,
 * and has no method that closes it; a `keydown` listener on the document confirms it on Enter (HwICSUiSdk 5.0.6).
 */
export function confirmVendorDialog(): void {
  const enter = { key: 'Enter', code: 'Enter', keyCode: 13, which: 13, bubbles: true, cancelable: true };
  document.dispatchEvent(new KeyboardEvent('keydown', enter));
}
