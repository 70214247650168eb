/** One conversation per user, however many devices: each browser context is one. */
import { type Chat, expect, test } from './fixtures';
import { appUrl } from './stack';

test.beforeEach(({ expectedErrors }) => {
  // The SDK's requests with the tokens of a job that the server stopped, and ours on a device that was signed out.
  expectedErrors.push(/Failed to load resource/);
});

const question = (chat: Chat) => chat.page.getByRole('dialog', { name: 'Continue here?' });

for (const stoppedPage of ['rejoins', 'ends'] as const) {
  test(`a conversation continues on another device, and the first never comes back: its SDK ${stoppedPage}`, async ({
    chat,
    emulator,
    otherDevice,
  }) => {
    await chat.goLive();
    await chat.ask('Who are you?');
    await expect(chat.answers).not.toHaveCount(0);
    const [first] = await emulator.runningJobs();
    const second = await otherDevice();
    await second.startBesideOther();
    await chat.expectStatus('live');

    await second.button('Continue here').click();
    await second.expectStatus('live');
    await chat.expectStatus('ended');
    await expect(chat.page.getByText('It continues on another device.')).toBeVisible();
    await expect(chat.transcript).toContainText('Who are you?');
    await expect.poll(() => emulator.runningJobs()).toHaveLength(1);
    expect(await emulator.runningJobs()).not.toContain(first);
    await second.ask('Who are you?');
    await expect(second.answers).not.toHaveCount(0);
    await chat.expectStatus('ended');

    await chat.startBesideOther();
    await question(chat).getByRole('button', { name: 'Continue here' }).click();
    await chat.expectStatus('live');
    await second.expectStatus('ended');
    await expect.poll(() => emulator.runningJobs()).toHaveLength(1);
  });
}

test('it stays on the first device when the user says so', async ({ chat, emulator, otherDevice }) => {
  await chat.goLive();
  const running = await emulator.runningJobs();
  const second = await otherDevice();
  await second.startBesideOther();
  await question(second).getByRole('button', { name: 'Leave it there' }).click();
  await expect(question(second)).toHaveCount(0);
  await second.expectStatus('idle');
  await chat.expectStatus('live');
  expect(await emulator.runningJobs()).toEqual(running);
});

test('once it has ended the page does not ask', async ({ chat, emulator, otherDevice }) => {
  await chat.goLive();
  await chat.button('End conversation').click();
  await expect.poll(() => emulator.events()).toContain('token-deleted');
  const second = await otherDevice();
  await second.start();
  await second.expectStatus('live');
});

test('signing out everywhere ends the conversation and the sign-in on the other device', async ({
  otherDevice,
  chat,
  emulator,
  page,
  user,
}) => {
  await chat.goLive();
  const second = await otherDevice();
  await second.button(user.name).click();
  await second.button('Sign out everywhere').click();
  const dialog = second.page.getByRole('dialog', { name: 'Sign out everywhere?' });
  await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
  await second.page.waitForURL(appUrl);

  await chat.expectFailure('signed_out_elsewhere');
  await expect(page.getByRole('link', { name: 'Sign in again' })).toBeVisible();
  await expect.poll(() => emulator.runningJobs()).toEqual([]);
  await page.reload();
  await page.waitForURL('**/sign-in?**');
});
