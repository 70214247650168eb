/** What the user sees for each problem of the route. */
import { SESSION_COOKIE } from '../scripts/test-user';
import { Chat, expect, signIn, test } from './fixtures';
import { misconfiguredUrl } from './stack';

test.beforeEach(({ expectedErrors }) => {
  // A signed-out user cannot report a session.
  expectedErrors.push(/Failed to load resource.*\/api\/(once-code|session)/);
});

test('a user whose sign-in has expired is asked to sign in again and not offered to try again', async ({
  chat,
  page,
}) => {
  await chat.open();
  await page.context().clearCookies({ name: SESSION_COOKIE });
  await chat.start();
  await chat.expectFailure('signed_out');
  await expect(chat.button('Try again')).toHaveCount(0);
  await chat.expectCodes(0);
});

test('after too many starts Try again waits for the limit, and then starts', async ({ chat, page }) => {
  await chat.begin({ clock: 'held', fault: { target: 'once-code', times: 1, status: 429, errorCode: 'APIG.0308' } });
  await chat.expectFailure('rate_limited');
  await expect(chat.button('Try again')).toBeDisabled();
  await page.clock.fastForward('01:00');
  await expect(chat.button('Try again')).toBeEnabled();
  await page.clock.resume();
  await chat.button('Try again').click();
  await chat.expectStatus('live');
});

test('a refusal of the cloud is shown at once, with the request ID to quote', async ({ chat, emulator, page }) => {
  await emulator.fault({ target: 'once-code', times: 9, status: 401, errorCode: 'APIG.0301' });
  await chat.open();
  const answered = page.waitForResponse('**/api/once-code');
  await chat.start();
  const requestId = (await answered).headers()['x-request-id'] as string;
  await chat.expectFailure('cloud_refused');
  await expect(chat.alert).toContainText(requestId);
  await expect(chat.button('Try again')).toHaveCount(0);
  await expect(chat.button('Start conversation')).toBeVisible();
  await chat.expectCodes(0);
});

test('the start is retried when the cloud is unavailable for a moment', async ({ chat }) => {
  await chat.begin({ fault: { target: 'once-code', times: 1, status: 503, errorCode: 'APIG.0801' } });
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('after three attempts without the cloud the page offers Try again', async ({ chat, page }) => {
  await chat.begin({ clock: 'held', fault: { target: 'once-code', times: 3, kind: 'drop' } });
  await chat.passRetries();
  await chat.expectStatus('failed');
  await page.clock.resume();
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('the start is retried when our own server cannot be reached, then the page says so', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_FAILED|ERR_INTERNET_DISCONNECTED/);
  await page.clock.install();
  await page.route('**/api/once-code', (route) => route.abort());
  await chat.open();
  await chat.pauseClock();
  await chat.start();
  await chat.passRetries();
  await chat.expectFailure('network');
  await chat.expectCodes(0);
});

test('a sign-in in front of this site that has expired is named at once, and the page offers to reload', async ({
  chat,
  page,
}) => {
  let asked = 0;
  await page.route('**/api/once-code', (route) => {
    asked += 1;
    return route.fulfill({ status: 302, headers: { location: '/sign-in' } });
  });
  await chat.begin();
  await chat.expectFailure('unexpected_answer');
  await expect(chat.button('Reload the page')).toBeVisible();
  expect(asked).toBe(1);
});

test('the page names the operator when the server lacks a setting', async ({
  page,
  user,
  emulator,
  expectedErrors,
}) => {
  expectedErrors.push(/503/);
  await signIn(page, user, misconfiguredUrl);
  await page.goto(`${misconfiguredUrl}/chat`);
  const chat = new Chat(page, emulator);
  await chat.start();
  // It has no answer of the account, so the consent names a recording.
  await page.getByRole('button', { name: 'Agree and start' }).click();
  await chat.expectFailure('misconfigured');
});
