/**
 * The floor of click to live: the minimum that starts the digital human, on an empty page of the same origin. Code,
 * `create()`, ready; no consent, state, limits or page around it. It runs in the page and is not part of the product.
 */
import type { Page } from 'playwright';

interface BareSdk {
  create(parameters: object): unknown;
}

interface BareCode {
  onceCode: string;
  serverAddress: string;
  robotId: string;
}

/** @returns the time since the moment of a click */
export async function bareStart(page: Page, sdkUrl: string, isPreloaded: boolean): Promise<number> {
  await page.evaluate(() => {
    document.body.innerHTML = '<div id="stage" style="width: 640px; height: 360px"></div>';
  });
  if (isPreloaded) await page.addScriptTag({ url: sdkUrl });
  return page.evaluate(async (url) => {
    const startedAtMs = performance.now();
    if (!('HwICSUiSdk' in window)) {
      await new Promise((resolve, reject) => {
        document.head.append(
          Object.assign(document.createElement('script'), { src: url, onload: resolve, onerror: reject }),
        );
      });
    }
    const answer = await fetch('/api/once-code', { method: 'POST' });
    const { onceCode, serverAddress, robotId } = (await answer.json()) as BareCode;
    await new Promise((onReady) => {
      (window as unknown as { HwICSUiSdk: BareSdk }).HwICSUiSdk.create({
        onceCode,
        serverAddress,
        robotId,
        containerId: 'stage',
        logLevel: 'error',
        config: { enableBusinessTrack: false },
        eventListeners: Object.fromEntries([
          // Not as a property: tsx would name it with a helper function that the page lacks.
          ['jobInfoChange', ({ isReady }: { isReady?: boolean }) => isReady && onReady(undefined)],
        ]),
      });
    });
    return performance.now() - startedAtMs;
  }, sdkUrl);
}
