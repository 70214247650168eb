/** What the person sees of each problem of the route. */
import { SESSION_COOKIE } from '../scripts/person';
import { Chat, expect, signIn, test } from './fixtures';
import { misconfiguredUrl } from './stack';

test.beforeEach(({ expectedErrors }) => {
  // Nobody's session can be reported once they are signed out.
  expectedErrors.push(/Failed to load resource.*\/api\/(once-code|session-report)/);
});

test('signed out meanwhile: asked to sign in again, and trying is not offered', async ({ chat, page }) => {
  await chat.open();
  await page.context().clearCookies({ name: SESSION_COOKIE });
  await chat.start();
  await chat.expectFailure(/sign in/i);
  await expect(chat.button('Try again')).toHaveCount(0);
  await chat.expectCodes(0);
});

test('too many starts: Try again waits until it may, and then starts', async ({ chat, page }) => {
  await chat.begin({ clock: 'held', fault: { target: 'once-code', times: 1, status: 429, errorCode: 'APIG.0308' } });
  await chat.expectFailure(/wait a little/i);
  await expect(chat.button('Try again')).toBeDisabled();
  await page.clock.fastForward('01:00');
  await expect(chat.button('Try again')).toBeEnabled();
  await page.clock.resume();
  await chat.button('Try again').click();
  await chat.expectStatus('live');
});

test('the cloud refuses: at once, with the request ID to pass on', async ({ chat, emulator, page }) => {
  await emulator.fault({ target: 'once-code', times: 9, status: 401, errorCode: 'APIG.0301' });
  await chat.open();
  const answered = page.waitForResponse('**/api/once-code');
  await chat.start();
  const requestId = (await answered).headers()['x-request-id'] as string;
  await chat.expectFailure(requestId);
  await expect(chat.button('Try again')).toHaveCount(0);
  await expect(chat.button('Start conversation')).toBeVisible();
  await chat.expectCodes(0);
});

test('the cloud is away for a moment: tried again by itself', async ({ chat }) => {
  await chat.begin({ fault: { target: 'once-code', times: 1, status: 503, errorCode: 'APIG.0801' } });
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('the cloud stays away: three attempts, then Try again', async ({ chat, page }) => {
  await chat.begin({ clock: 'held', fault: { target: 'once-code', times: 3, kind: 'drop' } });
  await chat.passRetries();
  await chat.expectStatus('failed');
  await page.clock.resume();
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('our own server cannot be reached: tried again, then said', async ({ chat, page, expectedErrors }) => {
  expectedErrors.push(/ERR_FAILED|ERR_INTERNET_DISCONNECTED/);
  await page.clock.install();
  await page.route('**/api/once-code', (route) => route.abort());
  await chat.open();
  await chat.holdTime();
  await chat.start();
  await chat.passRetries();
  await chat.expectFailure(/connection|network|reach/i);
  await chat.expectCodes(0);
});

test('a server with a setting missing says whom to tell', async ({ page, user, emulator, expectedErrors }) => {
  expectedErrors.push(/503/);
  await signIn(page, user, misconfiguredUrl);
  await page.goto(`${misconfiguredUrl}/chat`);
  const chat = new Chat(page, emulator);
  await chat.start();
  await chat.expectFailure(/set up|operator|runs this/i);
});
