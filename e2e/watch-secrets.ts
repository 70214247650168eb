/** Proves that a once code is in no URL, HTML, storage, cookie or console line of a page. */
import { expect, type Page, type Response } from 'playwright/test';

export function watchSecrets(page: Page): { expectNowhere(): Promise<void> } {
  const codes: Promise<string | undefined>[] = [];
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('console', (message) => seen.push(message.text()));
  page.on('websocket', (socket) => seen.push(socket.url()));
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === '/api/once-code' && response.ok()) codes.push(codeIn(response));
  });

  async function expectNowhere(): Promise<void> {
    const kept = page.isClosed() || page.url() === 'about:blank' ? '' : await keptBy(page);
    for (const code of await Promise.all(codes)) {
      if (code === undefined) continue;
      expect(code.length).toBeGreaterThan(16);
      expect(kept).not.toContain(code);
      expect(seen.filter((line) => line.includes(code))).toEqual([]);
    }
  }
  return { expectNowhere };
}

/** Undefined when the page went away before it had read the answer. */
async function codeIn(response: Response): Promise<string | undefined> {
  const answer = (await response.json().catch(() => null)) as { onceCode?: string } | null;
  return answer?.onceCode;
}

const keptBy = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
