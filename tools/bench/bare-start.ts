/**
 * The floor of click to live: the least that brings the digital human, on an empty page of the same origin. Code, `create()`,
 * ready; no consent, state, limits, picture around it. Runs in the page; nothing of it is in the product.
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

/** @returns how long it took from where a click would be */
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
          // Not as a property of its own: tsx would name it, by a function that is not in the page.
          ['jobInfoChange', ({ isReady }: { isReady?: boolean }) => isReady && onReady(undefined)],
        ]),
      });
    });
    return performance.now() - startedAtMs;
  }, sdkUrl);
}
