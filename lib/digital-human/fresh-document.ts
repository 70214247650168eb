/**
 * When a page should be loaded anew between two conversations. Each sign-in with a once code begins a renewal of its
 * tokens that nothing in the SDK stops, and whose failures are reported to later sessions (HwICSUiSdk 5.0.6).
 */
import type { Clock } from './clock';
import type { SdkQueue } from './sdk/sdk-queue';

const OLDEST_DOCUMENT_MS = 30 * 60_000;

/**
 * Resolves when the last session is destroyed and the page's first sign-in is 30 minutes old; never for a page that has
 * not signed in. To be called when a session has ended. @throws the signal's reason
 */
export async function untilDocumentIsOld(sdkQueue: SdkQueue, clock: Clock, signal: AbortSignal): Promise<void> {
  await sdkQueue.destroy();
  const ageMs = sdkQueue.signedInForMs;
  if (ageMs === null) return new Promise(() => {});
  await clock.sleep(Math.max(OLDEST_DOCUMENT_MS - ageMs, 0), signal);
}
