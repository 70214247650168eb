/** Proves that a once code is in no URL, HTML, storage, cookie or console line of a page. */
import { expect, type Page } from 'playwright/test';

export function watchSecrets(page: Page): { expectNowhere(): Promise<void> } {
  const codes: string[] = [];
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('console', (message) => seen.push(message.text()));
  page.on('websocket', (socket) => seen.push(socket.url()));
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname !== '/api/once-code' || response.status() !== 200) return;
    const answer = (await response.json().catch(() => null)) as { onceCode?: string } | null; // the page may be gone
    if (answer?.onceCode) codes.push(answer.onceCode);
  });

  async function expectNowhere(): Promise<void> {
    if (page.isClosed() || page.url() === 'about:blank') return;
    const kept = await page.evaluate(() =>
      JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    for (const code of codes) {
      expect(code.length).toBeGreaterThan(16);
      expect(kept).not.toContain(code);
      expect(seen.filter((line) => line.includes(code))).toEqual([]);
    }
  }
  return { expectNowhere };
}
