/** Before a user agrees, no once code is requested and nothing is sent to the cloud. Users can withdraw their consent. */
import type { Page } from 'playwright/test';
import { consentCookie, expect, test } from './fixtures';
import { appUrl, emulatorUrl } from './stack';

/** The page prepares a start only when the browser is idle. */
const untilIdle = (page: Page) => page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));

test.beforeEach(async ({ chat, page }) => {
  void chat; // signed in, with consent: removed again
  await page.context().clearCookies({ name: consentCookie.name });
});

test('the first start asks for consent, and nothing is sent before the user agrees', async ({ chat, page }) => {
  const toCloud: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(emulatorUrl) || request.url().includes('/api/once-code')) toCloud.push(request.url());
  });
  await chat.open();
  await untilIdle(page);
  await chat.start();
  const dialog = page.getByRole('dialog', { name: 'Before you start' });
  await expect(dialog).toContainText('Huawei Cloud');
  // The dialog shows all of its text: nothing is under the buttons.
  expect(await dialog.evaluate(({ children: [words] }) => words && words.scrollHeight - words.clientHeight)).toBe(0);
  await chat.expectStatus('idle');
  expect(toCloud).toEqual([]);
  await chat.expectCodes(0);

  await chat.button('Agree and start').click();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
  expect(await page.context().cookies()).toContainEqual(expect.objectContaining(consentCookie));

  await page.reload();
  await chat.start();
  await expect(dialog).toHaveCount(0);
  await chat.expectStatus('live');
});

test('a double click on Start agrees to nothing, and one on Agree cancels nothing', async ({ chat, page }) => {
  await chat.open();
  await chat.button('Start conversation').dblclick();
  await expect(page.getByRole('dialog', { name: 'Before you start' })).toBeVisible();
  await chat.expectCodes(0);
  await chat.button('Agree and start').dblclick();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

for (const no of ['Escape', 'Not now']) {
  test(`${no} changes nothing and returns the focus`, async ({ chat, page }) => {
    await chat.open();
    await chat.start();
    await expect(page.getByRole('dialog', { name: 'Before you start' })).toBeVisible();
    if (no === 'Escape') await page.keyboard.press('Escape');
    else await chat.button(no).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(chat.button('Start conversation')).toBeFocused();
    await chat.expectStatus('idle');
    await chat.expectCodes(0);
  });
}

test('consent can be withdrawn, even from another tab, and is asked for again', async ({ chat, page }) => {
  await chat.begin();
  await chat.button('Agree and start').click();
  await chat.expectStatus('live');
  await chat.button('End conversation').click();

  const privacy = await page.context().newPage();
  await privacy.goto('/privacy');
  await expect(privacy.getByRole('main')).toContainText('HwICSUiSdk');
  await expect(privacy.getByRole('main')).toContainText('Huawei Cloud Computing Technologies');
  await privacy.getByRole('button', { name: 'Withdraw consent' }).click();
  await expect(privacy.getByRole('status')).toContainText('You have not agreed');

  await chat.start();
  await expect(page.getByRole('dialog', { name: 'Before you start' })).toBeVisible();
  await chat.expectCodes(1);
});

test('signing out removes the consent', async ({ chat, page }) => {
  await chat.begin();
  await chat.button('Agree and start').click();
  await chat.expectStatus('live');
  await chat.button('Sign out').click();
  await expect(page).not.toHaveURL(/\/chat/);
  expect((await page.context().cookies()).filter(({ name }) => name === consentCookie.name)).toEqual([]);
});

test('after consent the page loads the SDK before the click, at low priority', async ({ chat, page }) => {
  await chat.begin();
  await chat.button('Agree and start').click();
  await chat.expectStatus('live');
  await page.reload();
  await chat.expectStatus('idle');
  const script = page.locator('script[src$="/HwICSUiSdk.js"]');
  await expect(script).toHaveAttribute('fetchpriority', 'low');
  await chat.expectCodes(1);
  await chat.start();
  await chat.expectStatus('live');
  await expect(script).toHaveCount(1);
});

test('with data saving on, the page loads the SDK only with the click', async ({ chat, page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  await page.context().addCookies([{ ...consentCookie, url: appUrl }]);
  await chat.open();
  await untilIdle(page);
  await expect(page.locator('script[src$="/HwICSUiSdk.js"]')).toHaveCount(0);
});
