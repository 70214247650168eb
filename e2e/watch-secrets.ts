/** Proves that a once code is in no URL, HTML, storage, cookie or console line of a page. */
import { expect, type Page, type Response } from 'playwright/test';

export function watchSecrets(page: Page): { expectNowhere(): Promise<void> } {
  const codes: Promise<string | undefined>[] = [];
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('console', (message) => seen.push(message.text()));
  page.on('websocket', (socket) => seen.push(socket.url()));
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === '/api/once-code' && response.ok()) {
      const code = codeIn(response);
      code.catch(() => {}); // reported by `expectNowhere`
      codes.push(code);
    }
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

/**
 * Undefined when the page went away before it had read the answer.
 * @throws when a 200 holds no code: then the checks above would compare with nothing
 */
async function codeIn(response: Response): Promise<string | undefined> {
  const body = await response.text().catch(() => undefined);
  if (body === undefined) return undefined;
  const { onceCode } = JSON.parse(body) as { onceCode?: unknown };
  if (typeof onceCode !== 'string') throw new Error('POST /api/once-code answered 200 without a once code.');
  return onceCode;
}

const keptBy = (page: Page): Promise<string> =>
  page.evaluate(() => {
    // Some tests take storage away from the page.
    const contentOf = (storage: 'localStorage' | 'sessionStorage') => {
      try {
        return { ...window[storage] };
      } catch {
        return 'refused';
      }
    };
    return JSON.stringify([
      document.documentElement.outerHTML,
      contentOf('localStorage'),
      contentOf('sessionStorage'),
      document.cookie,
    ]);
  });
