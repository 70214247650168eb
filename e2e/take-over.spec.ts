/** One live session per browser, however many tabs. */
import type { Page } from 'playwright/test';
import { Chat, expect, test } from './fixtures';

async function secondTab(page: Page, chatOf: (page: Page) => Chat): Promise<Chat> {
  const second = chatOf(await page.context().newPage());
  await second.open();
  await second.start();
  await expect(second.page.getByRole('dialog', { name: 'Continue here?' })).toBeVisible();
  return second;
}

test('a second tab takes the conversation over; the first says so and keeps its transcript', { tag: '@core' }, async ({
  chat,
  emulator,
  page,
}) => {
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.transcript).toContainText('Who are you?');
  const second = await secondTab(page, (tab) => new Chat(tab, emulator));
  await second.expectCodes(1);
  await chat.expectStatus('live');

  await second.button('Continue here').click();
  await second.expectStatus('live');
  await chat.expectStatus('ended');
  await expect(page.getByText('It continued in another tab.')).toBeVisible();
  await expect(chat.transcript).toContainText('Who are you?');
  expect((await emulator.codes()).map((code) => code.redeemTries)).toEqual([1, 1]);
  const jobs = (await emulator.events()).filter((event) => /^job-(started|stopped)$/.test(event));
  expect(jobs).toEqual(['job-started', 'job-stopped', 'job-started']); // never two paid slots at once

  await chat.start();
  await chat.button('Continue here').click();
  await chat.expectStatus('live');
  await second.expectStatus('ended');
});

test('the user can leave the conversation in the first tab', async ({ chat, emulator, page }) => {
  await chat.goLive();
  const second = await secondTab(page, (tab) => new Chat(tab, emulator));
  await second.button('Leave it there').click();
  await expect(second.page.getByRole('dialog')).toHaveCount(0);
  await second.expectStatus('idle');
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('once the first has ended, the second starts without a question, though the server still has a record of the first', async ({
  api,
  chat,
  emulator,
  page,
}) => {
  await chat.goLive();
  const second = new Chat(await page.context().newPage(), emulator);
  await second.open();
  const state = await api.get('/api/session', { headers: { 'sec-fetch-site': 'same-origin' } });
  expect(await state.json()).toHaveProperty('running');
  await chat.button('End conversation').click();
  await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held)).toEqual([]);
  await second.start();
  await second.expectStatus('live');
  await second.expectCodes(2);
});
