/** After a conversation the page asks for a rating, if FEEDBACK=1. */
import { Chat, expect, signIn, test } from './fixtures';

test('a rating and one sentence reach the server with the IDs of the conversation, by the keyboard alone', async ({
  chat,
  page,
}) => {
  const onceCode = page.waitForResponse('**/api/once-code');
  await chat.goLive();
  const question = page.getByRole('radiogroup', { name: 'How was the conversation?' });
  await expect(question).toHaveCount(0);
  await chat.button('End conversation').click();
  await expect(question).toBeVisible();
  await expect(chat.button('Start conversation')).toBeFocused();

  await question.getByRole('radio', { name: 'Good', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(question.getByRole('radio', { name: 'Not good' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('I could not hear it. 声音太小');
  const sent = page.waitForRequest('**/api/feedback');
  await page.keyboard.press('Enter');
  expect((await sent).postDataJSON()).toEqual({
    rating: 'down',
    comment: 'I could not hear it. 声音太小',
    requestId: (await onceCode).headers()['x-request-id'],
    jobId: expect.stringMatching(/./),
  });
  expect((await (await sent).response())?.status()).toBe(204);
  const thanks = page.getByText('Thank you for your feedback.');
  await expect(thanks).toBeVisible();
  await expect(question).toHaveCount(0);

  await chat.start();
  await chat.expectStatus('live');
  await expect(thanks).toHaveCount(0);
  await chat.button('End conversation').click();
  await expect(question).toBeVisible();
});

test('the page does not ask about a cancelled start', async ({ chat, page, emulator }) => {
  await emulator.fault({ target: 'smart-chat-jobs', times: 1, kind: 'hang' });
  await chat.begin();
  await chat.expectStatus('connecting');
  await chat.button('Cancel').click();
  await chat.expectStatus('ended');
  await expect(page.getByRole('radiogroup', { name: 'How was the conversation?' })).toHaveCount(0);
});

for (const [width, height] of [
  [320, 568],
  [844, 390],
  [1280, 800],
] as const) {
  test(`at ${width} × ${height} every control can be reached`, async ({ chat, page }) => {
    await page.setViewportSize({ width, height });
    await chat.goLive();
    await chat.button('End conversation').click();
    await page.getByText('Not good').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const title = await page.getByRole('heading', { name: 'Transcript' }).boundingBox();
    const form = await page.locator('form:has([role=radiogroup])').boundingBox();
    expect(title && form && title.y + title.height <= form.y, 'the form covers nothing').toBe(true);
    for (const control of [chat.button('Submit'), chat.message, chat.button('Start conversation')]) {
      await control.scrollIntoViewIfNeeded();
      await control.click({ trial: true });
    }
  });
}

test('without FEEDBACK=1 the page does not ask, and the privacy page does not mention it', async ({
  page,
  user,
  emulator,
  startApp,
}) => {
  const app = await startApp({});
  await signIn(page, user, app.url);
  const chat = new Chat(page, emulator);
  await page.goto(`${app.url}/chat`);
  await chat.start();
  await chat.expectStatus('live');
  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
  await expect(page.getByRole('radiogroup', { name: 'How was the conversation?' })).toHaveCount(0);
  await page.goto(`${app.url}/privacy`);
  await expect(page.getByRole('main')).not.toContainText('your rating');
});
