// Which browsers the vendor's SDK accepts: by their user agent, and by whether they have WebRTC at all. Firefox is
// refused (HwICSUiSdk 5.0.6).

export function isBrowserSupported(userAgent: string): boolean {
  return /chrome|edg|safari|micromessenger/i.test(userAgent) && 'RTCPeerConnection' in window;
}
