/** Sessions end when users leave. Where the SDK's own request to stop the job is lost, the server stops the job. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { appUrl } from './stack';

/** From here on no request of the SDK to stop a job arrives, as when a tab closes. */
const loseStops = { target: 'stop', times: 99, kind: 'drop' } as const;

/** Leaves the page without the browser's question. */
async function leave(page: Page): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.goto('about:blank');
}

test.beforeEach(({ expectedErrors }) => {
  expectedErrors.push(/net::ERR_|Failed to load resource/);
});

test('a closed tab frees its slot', async ({ chat, emulator, page }) => {
  await emulator.fault(loseStops);
  await chat.goLive();
  expect(await emulator.runningJobs()).toHaveLength(1);
  await leave(page);
  await expect.poll(() => emulator.runningJobs(), { timeout: 8_000 }).toEqual([]);
  expect(await emulator.events()).toContain('job-stop-requested');
});

test('a page that is left while it starts has no job yet: the server stops the later job', async ({
  chat,
  emulator,
  page,
}) => {
  await emulator.fault(loseStops);
  await emulator.fault({ target: 'token', times: 9, kind: 'drop' });
  await emulator.fault({ target: 'smart-chat-jobs', times: 1, delayMs: 1_500 });
  await chat.open();
  const requested = page.waitForRequest('**/smart-chat-jobs');
  await chat.start();
  await requested;
  await leave(page);
  await expect.poll(() => emulator.events()).toContain('job-started');
  await expect.poll(() => emulator.runningJobs()).toEqual([]);
  expect(await emulator.events()).toContain('job-stop-requested');
});

test('a page that is reloaded and started at once keeps its new conversation when the end of the old one arrives late', async ({
  api,
  chat,
  emulator,
  page,
}) => {
  await emulator.fault(loseStops);
  await page.addInitScript(() => {
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (url, body) => {
      if (!String(url).endsWith('/api/session/end')) return send(url, body);
      sessionStorage.setItem('held', String(body));
      return true;
    };
  });
  await chat.goLive();
  const [first] = await emulator.runningJobs();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await chat.expectStatus('idle');
  await chat.start();
  await chat.expectStatus('live'); // without a question about the session that is still running
  expect(await emulator.runningJobs()).toHaveLength(2);
  const held = await page.evaluate(() => {
    const body = sessionStorage.getItem('held') ?? '';
    sessionStorage.removeItem('held');
    return body;
  });
  expect(held).not.toBe('');

  const headers = { origin: appUrl, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' };
  expect((await api.post('/api/session/end', { headers, data: held })).status()).toBe(204);
  await expect.poll(() => emulator.runningJobs()).not.toContain(first);
  expect(await emulator.runningJobs()).toHaveLength(1);
  await chat.ask('Who are you?');
  await expect(chat.answers).not.toHaveCount(0);
});

test('the server looks for each digital human in its own room', async ({ chat, emulator, page }) => {
  await emulator.fault(loseStops);
  await chat.open();
  await page.getByRole('combobox', { name: 'Digital human to talk with' }).selectOption('Mei');
  await chat.start();
  await chat.expectStatus('live');
  await leave(page);
  await expect.poll(() => emulator.runningJobs(), { timeout: 8_000 }).toEqual([]);
});

test('signing out frees the slot', async ({ chat, emulator, page }) => {
  await emulator.fault(loseStops);
  await chat.goLive();
  await chat.button('Sign out').click();
  await page.waitForURL(appUrl);
  await expect.poll(() => emulator.runningJobs(), { timeout: 8_000 }).toEqual([]);
});

test('an ordinary end is the SDK’s own: the page does not ask the server to stop anything', async ({
  chat,
  emulator,
}) => {
  await chat.goLive();
  await chat.button('End conversation').click();
  await expect.poll(() => emulator.events()).toContain('token-deleted');
  expect(await emulator.events()).not.toContain('job-stop-requested');
  expect(await emulator.runningJobs()).toEqual([]);
});
