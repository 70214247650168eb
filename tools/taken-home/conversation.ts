/**
 * One conversation in a browser, as in examples/examples.spec.ts. It finds elements by roles and names, so it works on
 * any page.
 */
import { type Browser, chromium } from 'playwright';
import { findBrowser } from '../../scripts/find-browser';

/** The emulator's answer without an LLM callback. */
const ANSWER = 'I am the emulator of MetaStudio';

interface Conversation {
  statuses: string[];
  /** Whether the page showed the answer, and showed it again after a reload. */
  answered: boolean;
  kept: boolean;
  /** Whether the stage is as high as its style sheet says. Without one it has no height, and the digital human no place. */
  styled: boolean;
  /** Errors in the console and of the page. React reports here that the server failed to render. */
  errors: string[];
}

export async function converse(url: string): Promise<Conversation> {
  const browser: Browser = await chromium.launch({ executablePath: findBrowser(), args: ['--disable-3d-apis'] });
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(url);
    const styled = ((await page.locator('#digital-human').boundingBox())?.height ?? 0) > 200;
    await page.getByRole('button', { name: 'Start conversation' }).click();
    await page.getByRole('button', { name: 'Agree and start' }).click();
    const session = page.getByRole('status', { name: 'Session' });
    const reached = async (...statuses: string[]) => {
      const either = statuses.map((status) => `[data-status=${status}]`).join(',');
      await session.and(page.locator(either)).waitFor({ timeout: 60_000 });
      return (await session.getAttribute('data-status')) ?? '';
    };
    const started = await reached('live', 'failed');
    if (started === 'failed') return { statuses: [started], answered: false, kept: false, styled, errors };
    await page.getByRole('textbox', { name: 'Message' }).fill('What is a once code?');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('log').getByText(ANSWER);
    await answer.first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'End conversation' }).click();
    const ended = await reached('ended');
    await page.reload();
    const kept = (await page.getByRole('log').textContent())?.includes(ANSWER) === true;
    return { statuses: [started, ended], answered: true, kept, styled, errors };
  } finally {
    await browser.close();
  }
}
