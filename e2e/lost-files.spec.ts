/** A part of the page or a server action fails to load: the page says so, and the conversation continues. */
import type { Page, Route } from 'playwright/test';
import { type Chat, consentCookie, expect, test } from './fixtures';

/** Text that appears by itself and that screen readers announce. */
const announced = (page: Page) =>
  page
    .locator(
      '[role=alert]:not(#__next-route-announcer__), [role=status]:not([data-status]), [aria-live]:not([aria-live=off]), [role=dialog]',
    )
    .filter({ hasText: /load|connection|offline|reload|not (?:signed|sign)|could not/i })
    .first();

async function expectConversationGoesOn(chat: Chat): Promise<void> {
  await chat.expectStatus('live');
  await chat.page.keyboard.press('Escape'); // closes any open dialog
  await chat.ask('What is a once code?');
  await expect(chat.answers.last()).toContainText(/one-off ticket/);
}

test.describe('every script file is lost once a conversation is live', () => {
  test.use({ condition: 'files lost once live' });

  for (const [name, open, isThere] of [
    ['the sheet', 'Captions, devices and keys', 'Keyboard'],
    ['the transcript options', 'Save or delete', 'Delete transcript'],
  ] as const) {
    test(`${name}: it works, or the page says that it is missing, and the conversation continues`, async ({
      chat,
      page,
    }) => {
      await chat.goLive();
      await chat.ask('Who are you?');
      await expect(chat.answers).not.toHaveCount(0);
      await chat.button('Interrupt').click();
      await chat.button(open).click();
      await expect(page.getByText(isThere).or(announced(page)).first()).toBeVisible();
      await expectConversationGoesOn(chat);
    });
  }
});

test('the page says when the consent dialog cannot be loaded, and the next click asks again', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/net::ERR_FAILED .*\/_next\/static\//);
  await page.context().clearCookies({ name: consentCookie.name });
  await chat.open();
  await page.route('**/_next/static/**', (route) => route.abort());
  await chat.start();
  await expect(chat.button('Agree and start').or(announced(page)).first()).toBeVisible();
  await chat.expectStatus('idle');
  await page.unroute('**/_next/static/**');
  if (!(await chat.button('Agree and start').isVisible())) await chat.start();
  await chat.button('Agree and start').click();
  await chat.expectStatus('live');
});

test.describe('signing out does not reach the server', () => {
  for (const [name, reason, lose, find] of [
    [
      'offline',
      'could not be reached',
      (page) => page.context().setOffline(true),
      (page) => page.context().setOffline(false),
    ],
    [
      'an action of an older build',
      'out of date',
      (page) =>
        page.route('**/chat', (route) =>
          route.request().method() === 'POST'
            ? route.fulfill({
                status: 404,
                headers: { 'x-nextjs-action-not-found': '1' },
                body: 'Server action not found.',
              })
            : route.fallback(),
        ),
      (page) => page.unroute('**/chat'),
    ],
    [
      'a server error',
      'could not be reached',
      (page) =>
        page.route('**/chat', (route) =>
          route.request().method() === 'POST' ? route.fulfill({ status: 500, body: 'no' }) : route.fallback(),
        ),
      (page) => page.unroute('**/chat'),
    ],
  ] satisfies [string, string, (page: Page) => Promise<unknown>, (page: Page) => Promise<unknown>][]) {
    test(`${name}: the page says so, the transcript stays, and the next try signs out`, async ({
      chat,
      page,
      expectedErrors,
    }) => {
      expectedErrors.push(/Failed to load resource/, /net::ERR_INTERNET_DISCONNECTED/);
      await chat.goLive();
      await chat.ask('What is a once code?');
      await expect(chat.answers.last()).toContainText(/one-off ticket/);
      await lose(page);
      await chat.button('Sign out').click();
      await expect(announced(page)).toContainText(reason);
      await expect(chat.transcript).toContainText('What is a once code?');
      await find(page);
      await chat.button('Sign out').click();
      await expect(page).not.toHaveURL(/\/chat/);
      await page.goto('/chat');
      await expect(page).toHaveURL(/\/sign-in/);
    });
  }

  test('no answer: the page says so of the appearance and of the sign-out, and the next try signs out', async ({
    chat,
    page,
    expectedErrors,
  }) => {
    expectedErrors.push(/TimeoutError|no answer in time/);
    await chat.goLive();
    await page.clock.install();
    const ignore = (route: Route) => (route.request().method() === 'POST' ? undefined : route.fallback());
    await page.route('**/chat', ignore);
    await page.locator('button[name=theme][value=dark]').dispatchEvent('click');
    await chat.button('Sign out').click();
    await page.clock.runFor(15_000);
    await expect(page.getByText(/did not answer, so perhaps nothing was changed/)).toBeVisible();
    await page.clock.runFor(15_000);
    await expect(page.getByText(/You may still be signed in/)).toBeVisible();
    await chat.expectStatus('live');
    await page.unroute('**/chat', ignore);
    await chat.button('Sign out').click();
    await expect(page).not.toHaveURL(/\/chat/);
  });

  test('the conversation continues when the language cannot be changed offline', async ({
    chat,
    page,
    expectedErrors,
  }) => {
    // React reports the error that the form's boundary catches.
    expectedErrors.push(/Failed to load resource/, /TypeError: Failed to fetch/);
    await chat.goLive();
    await page.route('**/chat', (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
    await page.locator('button[name=locale][value=zh-CN]').dispatchEvent('click');
    await expectConversationGoesOn(chat);
  });
});
