/** Speaking to the digital human, and everything that can prevent it. */
import { expect, test } from './fixtures';
import { fakeMicrophone, outlastPress, say, speakHandsFree } from './speech';

test('in hands-free mode speech appears during recognition, and is answered', { tag: '@core' }, async ({
  chat,
  page,
}) => {
  await fakeMicrophone(page);
  await chat.goLive();
  await speakHandsFree(chat);
  await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('Listening')).toBeVisible();
  await say(page, 'What is a', { isFinal: false });
  await expect(chat.transcript).toContainText('What is a');
  await say(page, 'What is a once code?');
  await expect(chat.transcript).toContainText('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);
  await speakHandsFree(chat);
  await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'false');
});

test('in push-to-talk mode a question is answered after the key is released', async ({ chat, page }) => {
  await fakeMicrophone(page);
  await chat.goLive();
  await chat.button('Speak').focus();
  await page.keyboard.down(' ');
  await expect(page.getByText('Listening')).toBeVisible();
  await say(page, 'What is a once code?', { isFinal: false });
  await outlastPress(page);
  await page.keyboard.up(' ');
  await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'false');
  await expect(chat.transcript).toContainText(/one-off ticket/);
});

test('a user who speaks and then writes is answered both times', async ({ chat, page }) => {
  await fakeMicrophone(page);
  await chat.goLive();
  await speakHandsFree(chat);
  await say(page, 'Who are you?');
  await expect(chat.answers).not.toHaveCount(0);
  await chat.ask('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);
  await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'false');
});

for (const [name, sentence] of [
  ['NotAllowedError', /not allowed.*Allow it/],
  ['NotFoundError', /No microphone found.*Plug one in/],
  ['NotReadableError', /Microphone in use.*Close it/],
] as const) {
  test(`${name}: the page says how to solve it, and writing still works`, async ({ chat, page }) => {
    await page.addInitScript((name) => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('', name);
      };
    }, name);
    await chat.goLive();
    await speakHandsFree(chat);
    await expect(chat.alert).toContainText(sentence);
    await chat.ask('What is a once code?');
    await expect(chat.transcript).toContainText(/one-off ticket/);
    await expect(chat.alert).toHaveCount(0);
    await chat.expectStatus('live');
  });
}

test('the page says when the microphone is unplugged, and the conversation continues', async ({ chat, page }) => {
  await fakeMicrophone(page);
  await chat.goLive();
  await speakHandsFree(chat);
  await expect(page.getByText('Listening')).toBeVisible();
  await page.evaluate(() => {
    navigator.mediaDevices.enumerateDevices = async () => [];
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(chat.alert).toContainText('No microphone found');
  await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'false');
  await chat.ask('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);
});

test('one click asks a first question', async ({ chat, page }) => {
  await chat.goLive();
  await page.getByRole('button', { name: 'What is a once code?' }).click();
  await expect(chat.transcript).toContainText(/one-off ticket/);
  await expect(chat.message).toBeFocused();
});

test('captions show the answer on the picture; turned off they stay off after a reload', async ({ chat, page }) => {
  const caption = page.locator('section[aria-label="Ada, on screen"]').getByText(/ticket/);
  await chat.goLive();
  await chat.ask('What is a once code?');
  await expect(caption).toBeVisible();
  await chat.button('Captions, devices and keys').click();
  await page.getByRole('button', { name: 'Off', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(caption).toHaveCount(0);
  await chat.goLive();
  await chat.ask('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);
  await expect(caption).toHaveCount(0);
});

test('the digital human recognises and speaks the language of the page', async ({ chat, emulator, page }) => {
  await fakeMicrophone(page);
  await chat.goLive();
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await page.getByRole('button', { name: '简体中文' }).click();
  await page.getByRole('button', { name: '说话' }).dispatchEvent('click');
  await say(page, '一次性鉴权码是什么？');
  await expect(page.getByRole('log')).toContainText('一次性门票');
  expect(await page.evaluate(() => (window as unknown as { ear: { lang: string } }).ear.lang)).toBe('zh-CN');
  expect(await emulator.codes()).toHaveLength(1); // it is still the same conversation
});
