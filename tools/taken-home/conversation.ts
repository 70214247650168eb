/** One conversation in a browser, as in examples/examples.spec.ts: it knows no more of a page than roles and names. */
import { type Browser, chromium } from 'playwright';
import { findBrowser } from '../../scripts/find-browser';

/** @returns what came: the statuses met, whether the answer was read, and the console's errors */
export async function converse(url: string): Promise<{ statuses: string[]; answered: boolean; errors: string[] }> {
  const browser: Browser = await chromium.launch({ executablePath: findBrowser(), args: ['--disable-3d-apis'] });
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(url);
    await page.getByRole('button', { name: 'Start conversation' }).click();
    const session = page.getByRole('status', { name: 'Session' });
    const reached = async (...statuses: string[]) => {
      const either = statuses.map((status) => `[data-status=${status}]`).join(',');
      await session.and(page.locator(either)).waitFor({ timeout: 60_000 });
      return (await session.getAttribute('data-status')) ?? '';
    };
    const started = await reached('live', 'failed');
    if (started === 'failed') return { statuses: [started], answered: false, errors };
    await page.getByRole('textbox', { name: 'Message' }).fill('What is a once code?');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('log').getByText(/one-off ticket/);
    await answer.first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'End conversation' }).click();
    return { statuses: [started, await reached('ended')], answered: true, errors };
  } finally {
    await browser.close();
  }
}
