// Resolves `serverAddress` to an origin. The vendor's SDK prepends `https://` to any value that does not begin with it,
// so `http://host` becomes `https://http://host` and can never work (HwICSUiSdk 5.0.6). The only difference: the
// stand-in reaches a bare loopback host over http and ws, because the emulator has no certificate.

export interface ServerOrigin {
  http: string;
  webSocket: string;
}

/** Throws on a malformed address, like the vendor's SDK: `create()` then rejects and stays locked. */
export function serverOrigin(serverAddress: string): ServerOrigin {
  const url = new URL(serverAddress.startsWith('https://') ? serverAddress : `https://${serverAddress}`);
  const secure = serverAddress.startsWith('https://') || !isLoopback(url.hostname);
  return secure
    ? { http: url.origin, webSocket: `wss://${url.host}` }
    : { http: new URL(`http://${serverAddress}`).origin, webSocket: `ws://${new URL(`http://${serverAddress}`).host}` };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
