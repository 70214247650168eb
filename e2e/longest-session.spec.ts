/** The operator's limit on one conversation, with an app for this file alone. */
import type { AppInstance } from '../scripts/app-instance';
import { Chat, expect, signIn, test } from './fixtures';
import { startOwnApp } from './own-app';

let app: AppInstance;
test.beforeAll(async () => {
  app = await startOwnApp({ LONGEST_SESSION_MINUTES: '15' });
});
test.afterAll(() => app?.stop());

test('a conversation ends at its time limit after a countdown, the page says why, and another can start', async ({
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
  await expect(chat.alert).toHaveCount(0);
  await page.clock.fastForward('14:05');
  await expect(chat.alert).toContainText('about to reach its time limit');
  await chat.expectStatus('live');
  await page.clock.fastForward('01:00');
  await chat.expectStatus('ended');
  await expect(page.getByText('It reached the time limit for one conversation.')).toBeVisible();
  await chat.start();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
});
