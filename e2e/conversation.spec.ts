/** A live conversation: asking, reading, interrupting, muting, and every event of the connection. */
import { expect, test } from './fixtures';

test('a signed-in user starts, asks, reads the answer and ends', { tag: '@core' }, async ({ chat, emulator, page }) => {
  await chat.open();
  await expect(page.getByText('Edna Tester')).toBeVisible();
  await chat.start();
  await chat.expectStatus('live');
  await expect(page.locator('#digital-human video')).toBeVisible();

  await chat.ask('What is a once code?');
  await expect(chat.transcript).toContainText('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);

  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
  await expect(chat.button('Start conversation')).toBeVisible();
  await expect(chat.transcript).toContainText('What is a once code?');
  await chat.expectCodes(1);
  await expect.poll(() => emulator.events()).toContain('job-stopped');
});

test('the picture moves', async ({ chat, page }) => {
  await chat.goLive();
  const time = () => page.locator('#digital-human video').evaluate((video: HTMLVideoElement) => video.currentTime);
  const before = await time();
  await expect.poll(time).toBeGreaterThan(before);
});

test('a question in Chinese is answered in Chinese', { tag: '@core' }, async ({ chat }) => {
  await chat.goLive();
  await chat.ask('一次性鉴权码是什么？');
  await expect(chat.transcript).toContainText('一次性门票');
});

test('HTML in an answer is shown as text', async ({ chat, emulator, page }) => {
  await chat.goLive();
  await emulator.push('say', { text: '<img src=x onerror="document.title=1"> <b>bold</b>' });
  await expect(chat.transcript).toContainText('bold');
  await expect(chat.transcript).not.toContainText('<');
  await expect(page).not.toHaveTitle('1');
});

test('a written question asks for no microphone', async ({ chat, page }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      document.documentElement.dataset.askedForMicrophone = '';
      throw new DOMException('', 'NotAllowedError');
    };
  });
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.answers).not.toHaveCount(0);
  await expect(page.locator('html')).not.toHaveAttribute('data-asked-for-microphone');
});

test('Enter sends, Shift+Enter breaks the line', { tag: '@core' }, async ({ chat }) => {
  await chat.goLive();
  await chat.message.fill('Who are you');
  await chat.message.press('Shift+Enter');
  await chat.message.pressSequentially('exactly?');
  await expect(chat.message).toHaveValue('Who are you\nexactly?');
  await chat.message.press('Enter');
  await expect(chat.message).toHaveValue('');
  await expect(chat.transcript).toContainText('exactly?');
});

test('the digital human can be muted and interrupted', { tag: '@core' }, async ({ chat, page }) => {
  await chat.goLive();
  await chat.button('Mute').click();
  await expect(chat.button('Unmute')).toBeVisible();
  await expect.poll(() => page.locator('#digital-human video').evaluate((v: HTMLVideoElement) => v.muted)).toBe(true);
  await chat.button('Unmute').click();
  await chat.ask('Tell me how this app works');
  await expect(chat.answers).not.toHaveCount(0);
  await chat.button('Interrupt').click();
  await chat.ask('Who are you?');
  await expect(chat.transcript).toContainText('Who are you?');
  await chat.expectStatus('live');
});

test('a second conversation uses a second code and keeps the transcript', { tag: '@core' }, async ({
  chat,
  emulator,
}) => {
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.transcript).toContainText('Who are you?');
  await chat.button('End conversation').click();
  await chat.start();
  await chat.expectStatus('live');
  await expect(chat.transcript).toContainText('Who are you?');
  await chat.expectCodes(2);
  const jobs = (await emulator.events()).filter((event) => /^job-(started|stopped)$/.test(event));
  expect(jobs).toEqual(['job-started', 'job-stopped', 'job-started']); // one after the other
});

test('the next question wakes a chat that fell asleep', async ({ chat, emulator }) => {
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.answers).not.toHaveCount(0); // before, it is not awake
  await emulator.push('sleep');
  await chat.ask('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);
});

test('an error page of the SDK over a live picture is covered, and a new start keeps the lock of the tab', async ({
  chat,
  emulator,
  page,
}) => {
  await chat.goLive();
  await emulator.push('error', { code: '47050004' });
  const again = chat.button('Start again');
  await again.click();
  await expect(again).toBeHidden();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
  await expect(page.locator('.hw-error-page')).toHaveCount(0);
  const held = await page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name));
  expect(held).toContain('digital-human-session');
});

test('a question interrupts the one that the digital human still thinks about', async ({ chat, emulator }) => {
  await emulator.fault({ target: 'llm-callback', delayMs: 600_000 });
  await chat.goLive();
  await chat.ask('Who are you?');
  await chat.ask('What is a once code?');
  await expect(chat.answers.last()).toContainText(/one-off ticket/);
  await expect(chat.transcript).not.toContainText('Not delivered');
});
