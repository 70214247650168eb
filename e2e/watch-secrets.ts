/**
 * Checks that a once code and the sealed handle beside it are in no URL, HTML, storage, cookie or console line of a
 * page.
 */
import { expect, type Page, type Response } from 'playwright/test';
import { isOnceCodeAnswer } from '../lib/api/once-code';

interface Secrets {
  onceCode: string;
  clientId: string | undefined;
}

/** @param isBrainOn true: each answer must hold a handle; false: it may */
export function watchSecrets(page: Page, { isBrainOn = false } = {}): { expectNowhere(): Promise<void> } {
  const answers: Promise<Secrets | undefined>[] = [];
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('console', (message) => seen.push(message.text()));
  page.on('websocket', (socket) => seen.push(socket.url()));
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === '/api/once-code' && response.ok()) {
      const answer = secretsIn(response);
      answer.catch(() => {}); // `expectNowhere` reports it
      answers.push(answer);
    }
  });

  async function expectNowhere(): Promise<void> {
    const kept = page.isClosed() || page.url() === 'about:blank' ? '' : await keptBy(page);
    for (const answer of await Promise.all(answers)) {
      if (answer === undefined) continue;
      if (isBrainOn) expect(answer.clientId, 'the answer holds a handle').toBeDefined();
      for (const secret of [answer.onceCode, answer.clientId]) {
        if (secret === undefined) continue;
        expect(secret.length).toBeGreaterThan(16);
        // It may be encoded in a URL or in JSON.
        for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
          expect(kept).not.toContain(form);
          expect(seen.filter((line) => line.includes(form))).toEqual([]);
        }
      }
    }
  }
  return { expectNowhere };
}

/**
 * Returns undefined when the page closed before it had read the answer.
 * @throws when a 200 holds no code: the checks above would compare with nothing
 */
async function secretsIn(response: Response): Promise<Secrets | undefined> {
  const body = await response.text().catch(() => undefined);
  if (body === undefined) return undefined;
  const answer: unknown = JSON.parse(body);
  if (!isOnceCodeAnswer(answer)) throw new Error('POST /api/once-code answered 200 without a once code.');
  return { onceCode: answer.onceCode, clientId: answer.clientId };
}

const keptBy = (page: Page): Promise<string> =>
  page.evaluate(() => {
    // Some tests remove storage from the page.
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
