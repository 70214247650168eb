/** Several digital humans: the user chooses one, and the device remembers the choice. */
import { expect, test } from './fixtures';

const picker = 'Digital human to talk with';

test('the chosen digital human appears, and the device remembers the choice', async ({ chat, page }) => {
  await chat.open();
  await expect(page.getByRole('combobox', { name: picker })).toHaveValue('emulator-robot');
  await page.getByRole('combobox', { name: picker }).selectOption('Mei');
  await expect(page.getByRole('heading', { name: 'Mei is ready to talk' })).toBeVisible();

  const redeemed = page.waitForRequest('**/auth-once-code');
  await chat.start();
  expect((await redeemed).postDataJSON()).toMatchObject({ robot_id: 'mei' });
  await chat.expectStatus('live');
  await expect(page.getByRole('combobox', { name: picker })).toHaveCount(0);

  await page.reload();
  await chat.expectStatus('idle');
  await expect(page.getByRole('combobox', { name: picker })).toHaveValue('mei');
});

test('each answer keeps the name of its digital human after a change', async ({ chat, page }) => {
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.answers.first()).toBeVisible();
  await chat.button('End conversation').click();
  await page.getByRole('combobox', { name: picker }).selectOption('Zuri');
  await chat.start();
  await chat.expectStatus('live');
  await chat.ask('What is a once code?');
  await expect(chat.transcript.getByRole('article').filter({ hasText: /^Zuri/ })).toContainText(/one-off ticket/);
  await expect(chat.answers.first()).toBeVisible();
});

test('a choice that is no longer offered is forgotten', async ({ chat, page }) => {
  await chat.open();
  await page.context().addCookies([{ name: 'digital-human', value: 'gone', url: page.url() }]);
  await page.reload();
  await expect(page.getByRole('combobox', { name: picker })).toHaveValue('emulator-robot');
});
