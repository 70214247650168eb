/** The sign-in expires during a live conversation. No action of the user on the page ends the conversation. */
import type { Page } from 'playwright/test';
import { SESSION_COOKIE } from '../scripts/test-user';
import { alertOf, type Chat, expect, signIn, test } from './fixtures';

test.beforeEach(({ expectedErrors }) => {
  expectedErrors.push(/401 .*\/api\//);
});

const expire = (page: Page) => page.context().clearCookies({ name: SESSION_COOKIE });

async function goLiveAndExpire(chat: Chat): Promise<void> {
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.answers).not.toHaveCount(0);
  await expire(chat.page);
}

async function expectConversationGoesOn(chat: Chat): Promise<void> {
  await chat.expectStatus('live');
  await expect(chat.transcript).toContainText('Who are you?');
  await chat.button('Interrupt').click(); // one question at a time
  await chat.ask('What is a once code?');
  await expect(chat.answers.last()).toContainText(/one-off ticket/);
  await chat.expectCodes(1);
}

test('the user changes appearance and language, and the conversation continues', async ({ chat, page }) => {
  await goLiveAndExpire(chat);
  await chat.button('Language and appearance').click();
  await chat.button('Dark').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await chat.button('Language and appearance').click();
  await expect(chat.button('Dark')).toHaveAttribute('aria-pressed', 'true');
  await chat.button('简体中文').click();
  await expect(chat.button('结束对话')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page).toHaveURL(/\/chat$/);
  await chat.button('语言与外观').click();
  await chat.button('English').click();
  await expectConversationGoesOn(chat);
});

test('after the end the page says why it accepts no feedback and starts no other, and keeps the transcript', async ({
  chat,
  page,
}) => {
  await goLiveAndExpire(chat);
  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
  await page.getByRole('radio', { name: 'Good', exact: true }).press('Space');
  await chat.button('Submit').click();
  await expect(page.getByText('your sign-in has expired')).toBeVisible();
  await chat.start();
  await chat.expectFailure('signed_out');
  await expect(chat.transcript).toContainText('Who are you?');
});

test('a lost connection is restored', async ({ chat, emulator, page }) => {
  await page.clock.install();
  await goLiveAndExpire(chat);
  const asked = page.waitForResponse('**/api/session');
  await emulator.push('peer-left', { afterMs: 60_000 });
  await chat.expectStatus('reconnecting');
  expect((await asked).status()).toBe(401);
  await page.clock.fastForward('01:00');
  await expectConversationGoesOn(chat);
});

test('signing out everywhere asks for a sign-in, and works after one in another tab', async ({ chat, page, user }) => {
  const everywhere = async () => {
    await chat.button(user.name).click();
    await chat.button('Sign out everywhere').click();
    const dialog = page.getByRole('dialog', { name: 'Sign out everywhere?' });
    await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
  };
  await goLiveAndExpire(chat);
  await everywhere();
  await expect(alertOf(page)).toContainText('Your other devices are still signed in');
  const signInTab = page.waitForEvent('popup');
  await page.getByRole('link', { name: /^Sign in again/ }).click();
  await expect(await signInTab).toHaveURL(/\/sign-in/);
  await chat.button('Close').click();
  await expectConversationGoesOn(chat);

  await signIn(page, user); // imitates the identity provider in the other tab
  await everywhere();
  await expect(page).not.toHaveURL(/\/chat/);
});

test('signing out here ends the conversation, as the user expects', async ({ chat, emulator, page }) => {
  await goLiveAndExpire(chat);
  await chat.button('Sign out').click();
  await expect(page).not.toHaveURL(/\/chat/);
  await expect.poll(() => emulator.runningJobs()).toEqual([]);
});
