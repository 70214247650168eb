/** The operator's limit on a user's minutes per day, with an app for this file alone. */
import type { AppInstance } from '../scripts/app-instance';
import { Chat, expect, signIn, test } from './fixtures';
import { startOwnApp } from './own-app';

let app: AppInstance;
test.beforeAll(async () => {
  app = await startOwnApp({ LONGEST_SESSION_MINUTES: '15', MINUTES_PER_USER_PER_DAY: '5' });
});
test.afterAll(() => app?.stop());

test("the daily minutes end a conversation after a minute's notice, and the page names them as the reason", async ({
  page,
  user,
  emulator,
}) => {
  await signIn(page, user, app.url);
  await page.clock.install();
  const chat = new Chat(page, emulator);
  await page.goto(`${app.url}/chat`);
  await chat.start();
  await chat.expectStatus('live');
  await page.clock.fastForward('03:50');
  await expect(chat.alert).toHaveCount(0);
  await page.clock.fastForward('00:15');
  await expect(chat.alert).toContainText('Your minutes are almost used up.');
  await chat.expectStatus('live');
  await page.clock.fastForward('01:00');
  await chat.expectStatus('ended');
  await expect(page.getByText('Your minutes are used up.')).toBeVisible();
  await expect.poll(() => emulator.runningJobs()).toEqual([]);
});

test('once they are used up, a start says so and when minutes are available again', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/429/);
  const problem = {
    type: 'about:blank',
    title: 'No',
    status: 429,
    code: 'rate_limited',
    retry: 'manual',
    limit: 'minutes',
  };
  await page.route('**/api/once-code', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '14400' },
      body: JSON.stringify({ ...problem, requestId: 'request-of-the-refusal' }),
    }),
  );
  await page.clock.install({ time: new Date('2026-11-29T10:00:00') });
  await chat.open();
  await chat.start();
  await chat.expectFailure('minutes_used_up');
  await expect(page.getByText('You can try again at 2:01 PM.')).toBeVisible();
  await expect(chat.button('Try again')).toBeDisabled();
});
