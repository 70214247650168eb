/** `?debug`: the integrator's view of a session. */
import { expect, test } from './fixtures';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the drawer shows click to live by step, request IDs and error codes, and neither text nor once code of the conversation', async ({
  chat,
  emulator,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource.*\/auth-once-code/);
  await emulator.fault({ target: 'auth-once-code', times: 1, status: 401, errorCode: 'MSS.47010046' });
  await page.goto('/chat?debug');
  const drawer = page.getByRole('region', { name: 'Session timeline' });
  await expect(drawer).toContainText('Nothing has happened yet');
  const answered = page.waitForResponse('**/api/once-code');
  await chat.start();
  const answer = await answered;
  await chat.expectStatus('live');
  await expect(drawer).toContainText(
    /Click to live: \d+ ms = preparing \d+ \+ authorizing \d+ \+ connecting \d+ \+ retrying/,
  );
  await expect(drawer).toContainText('code=MSS.47010046');
  await expect(drawer).toContainText(`requestId=${answer.headers()['x-request-id']}`);
  await chat.ask('Who are you?');
  await expect(drawer.getByRole('rowheader', { name: 'answer' })).toBeVisible();

  await drawer.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(drawer.getByText('Copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const { entries } = JSON.parse(copied) as { entries: { event: string }[] };
  expect(entries.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['preparing', 'retrying', 'live', 'answer']),
  );
  expect(copied).not.toContain('Who are you');
});

test('the drawer is missing without ?debug', async ({ chat, page }) => {
  await chat.open();
  await expect(page.getByRole('region', { name: 'Session timeline' })).toHaveCount(0);
});
