/** Signing in and out, and the ID that the cloud receives for each user. */
import { Chat, consentCookie, expect, test } from './fixtures';
import { emulatorOf } from './stack';

for (const [button, name, mappedId] of [
  ['Continue as Ada Lovelace', 'Ada Lovelace', 'ada.lovelace'],
  ['Continue as 李雷', '李雷', '%E6%9D%8E%E9%9B%B7'],
] as const) {
  test(`${name} signs in and talks`, async ({ page }) => {
    await page.goto('/chat');
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fchat/);
    await page.getByRole('button', { name: button }).click();
    await expect(page).toHaveURL(/\/chat$/);
    await expect(page.getByText(name).first()).toBeVisible();
    await page.context().addCookies([{ ...consentCookie, url: page.url() }]);
    const emulator = emulatorOf(mappedId);
    const chat = new Chat(page, emulator);
    await chat.goLive();
    expect(await emulator.codes()).not.toHaveLength(0);
    await chat.button('Sign out').click();
    await expect(page).not.toHaveURL(/\/chat/);
  });
}

for (const callbackUrl of [
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'https://evil.example/chat',
]) {
  test(`signing in never leads to ${JSON.stringify(callbackUrl)}`, async ({ page }) => {
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`);
    await page.getByRole('button', { name: 'Continue as Ada Lovelace' }).click();
    await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/chat$/);
  });
}

test('sign-in leads to the requested same-site path', async ({ page }) => {
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent('/?from=here')}`);
  await page.getByRole('button', { name: 'Continue as Ada Lovelace' }).click();
  await expect(page).toHaveURL(/\/\?from=here$/);
});

test('the landing page leads to the conversation', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('main').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fchat/);
});
