/**
 * Sends a request that outlives its page. Its answer is not read. `fetch` replaces the beacon where it is turned off
 * (`beacon.enabled` in Firefox) or an extension replaced the function.
 */
export function sendBeacon(url: string, body: Blob | string): void {
  if (!queueBeacon(url, body)) fetch(url, { method: 'POST', body, keepalive: true }).catch(() => {});
}

function queueBeacon(url: string, body: Blob | string): boolean {
  try {
    return navigator.sendBeacon(url, body);
  } catch {
    return false;
  }
}
