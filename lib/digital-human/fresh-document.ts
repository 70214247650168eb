/**
 * When to reload a page between two conversations. Each used once code starts a token renewal that nothing in the SDK
 * stops, and whose failures are reported to later sessions (HwICSUiSdk 5.0.6).
 */
import { sleep } from './clock.ts';
import type { SdkQueue } from './sdk/sdk-queue.ts';

const OLDEST_DOCUMENT_MS = 30 * 60_000;

/**
 * Resolves when the last session is destroyed and the page used its first once code 30 minutes ago; never for a page
 * that has used none. Call it when a session has ended. @throws the signal's reason
 */
export async function untilDocumentIsOld(sdkQueue: SdkQueue, signal: AbortSignal): Promise<void> {
  await sdkQueue.destroy();
  const ageMs = sdkQueue.msSinceFirstCreate;
  if (ageMs === null) return new Promise(() => {});
  await sleep(Math.max(OLDEST_DOCUMENT_MS - ageMs, 0), signal);
}
