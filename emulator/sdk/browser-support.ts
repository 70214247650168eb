// Which browsers the vendor's SDK accepts, by user agent and WebRTC. It refuses Firefox (HwICSUiSdk 5.0.6). The vendor
// also requires H.264, which the stand-in's own picture does not need.

export const isRtcSupported = (): boolean => 'RTCPeerConnection' in window;

export function isBrowserSupported(userAgent: string): boolean {
  return /chrome|edg|safari|micromessenger/i.test(userAgent) && isRtcSupported();
}
