import type { Page } from 'playwright/test';

/** Records the bodies of the page's beacons. Playwright sees only that a beacon leaves. */
export async function watchBeacons(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const beacons: string[] = [];
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (url, body) => {
      if (body instanceof Blob) void body.text().then((text) => beacons.push(text));
      return send(url, body);
    };
    Object.assign(window, { beacons });
  });
  return () => page.evaluate(() => (window as unknown as { beacons: string[] }).beacons);
}
