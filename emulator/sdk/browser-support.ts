// Which browsers the vendor's SDK accepts: by their user agent, and by their WebRTC. Firefox is refused (HwICSUiSdk 5.0.6). The
// vendor also asks for H.264, which the stand-in's own picture does not need.

export const isRtcSupported = (): boolean => 'RTCPeerConnection' in window;

export function isBrowserSupported(userAgent: string): boolean {
  return /chrome|edg|safari|micromessenger/i.test(userAgent) && isRtcSupported();
}
