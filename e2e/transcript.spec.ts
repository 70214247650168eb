/** After the end: the user can keep, export and delete the transcript, in this tab only. */
import { readFile } from 'node:fs/promises';
import { SESSION_COOKIE } from '../scripts/test-user';
import { type Chat, expect, signIn, test } from './fixtures';

test.use({ timezoneId: 'Asia/Kathmandu', permissions: ['clipboard-read', 'clipboard-write'] });

const question = 'What is a once code?';

async function converse(chat: Chat): Promise<void> {
  await chat.goLive();
  await chat.ask(question);
  await expect(chat.answers.first()).toContainText('one-off ticket');
  await expect(chat.transcript).toHaveAttribute('aria-busy', 'false');
  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
}

test('the page says why the conversation ended and how long it lasted, at the user’s own time', async ({
  chat,
  page,
}) => {
  await converse(chat);
  await expect(page.getByText(/You ended it\. It lasted \d+:\d\d\./)).toBeVisible();
  const shown = await chat.transcript.getByRole('time').first().textContent();
  const inZone = await chat.transcript
    .locator('time')
    .first()
    .evaluate((time: HTMLTimeElement) =>
      new Date(time.dateTime).toLocaleTimeString('en', {
        timeStyle: 'short',
        timeZone: 'Asia/Kathmandu',
      }),
    );
  expect(shown).toBe(inZone);
});

for (const [format, extension, expected] of [
  ['Text', 'txt', /^Conversation with Ada\n.*\(GMT\+5:45\)\n\n\[\d\d:\d\d:\d\d.*\] You: What is a once code\?\n\[/],
  ['Markdown', 'md', /^# Conversation with Ada\n.*\*\*You\*\* · /s],
  ['JSON', 'json', /"text": "What is a once code\?"/],
  ['WebVTT', 'vtt', /^WEBVTT.*00:00:00\.000 --> 00:00:.*<v You>What is a once code\?/s],
] as const) {
  test(`the transcript can be downloaded as ${format}`, async ({ chat, page }) => {
    await converse(chat);
    await chat.button('Save or delete').click();
    const downloading = page.waitForEvent('download');
    await chat.button(format).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^conversation-\\d{4}-\\d\\d-\\d\\d\\.${extension}$`));
    expect(await readFile(await file.path(), 'utf8')).toMatch(expected);
  });
}

test('the transcript can be copied', { tag: '@core' }, async ({ chat, page }) => {
  await converse(chat);
  await chat.button('Save or delete').click();
  await chat.button('Copy').click();
  await expect(page.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(question);
});

test('the transcript survives a reload, and Delete removes it for good', { tag: '@core' }, async ({ chat, page }) => {
  await converse(chat);
  await page.reload();
  await expect(chat.transcript).toContainText(question);
  await chat.start();
  await chat.expectStatus('live');
  await expect(chat.transcript).toContainText(question);
  await chat.button('Save or delete').click();
  await chat.button('Delete transcript').click();
  await chat.button('Delete for good').click();
  await expect(chat.transcript.getByRole('article')).toHaveCount(0);
  await expect(chat.transcript).toBeFocused();
  await page.reload();
  await chat.expectStatus('idle');
  await expect(chat.transcript.getByRole('article')).toHaveCount(0);
});

test('no other tab sees the transcript, and signing out deletes it', async ({ chat, page }) => {
  await converse(chat);
  const other = await page.context().newPage();
  await other.goto('/chat');
  await expect(other.getByRole('log', { name: 'Transcript' })).not.toContainText(question);
  await chat.button('Sign out').click();
  await expect(page).not.toHaveURL(/\/chat/);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(question);
});

test('the transcript survives signing in again when the sign-in has expired', async ({
  chat,
  page,
  user,
  expectedErrors,
}) => {
  expectedErrors.push(/401/);
  await converse(chat);
  await page.context().clearCookies({ name: SESSION_COOKIE });
  await chat.start();
  await chat.expectFailure('signed_out');
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, user); // imitates the identity provider
  await page.goto('/chat');
  await expect(chat.transcript).toContainText(question);
});
