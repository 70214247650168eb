/** The page while the browser translates it. The project `translated` also runs the core tests this way. */
import { expect, test } from './fixtures';
import { states } from './page-states';
import { fakeMicrophone, say, speakHandsFree } from './speech';
import { changed } from './translated-page';

test.describe('with unchanged text', () => {
  test.use({ condition: 'translated' });

  test('the text of a state disappears with the state', async ({ chat, page }) => {
    await chat.open();
    await expect(page.locator('html')).toHaveAttribute('data-translated');
    await chat.start();
    await chat.expectStatus('live');
    await expect(chat.status).toHaveText(/^Live/);
    await chat.ask('What is a once code?');
    await expect(chat.answers.last()).toContainText(/one-off ticket/);
    await chat.button('End conversation').click();
    await chat.expectStatus('ended');
    await expect(chat.status).toHaveText('Ended');
    await expect(page.getByText('You ended it.')).toBeVisible();
    await chat.start();
    await chat.expectStatus('live');
    await expect(chat.status).toHaveText(/^Live/);
    await expect(page.getByText('You ended it.')).toHaveCount(0);
  });

  test('the duration of the conversation keeps counting', async ({ chat, page }) => {
    await page.clock.install();
    await chat.goLive();
    const elapsedSeconds = async () => {
      const text = await page.getByRole('timer', { name: 'Duration' }).textContent();
      const [, minutes, seconds] = /(\d+):(\d\d)/.exec(text ?? '') ?? [];
      return Number(minutes) * 60 + Number(seconds);
    };
    for (const _round of [1, 2]) {
      const before = await elapsedSeconds();
      await page.clock.fastForward('01:05');
      await expect.poll(elapsedSeconds).toBeGreaterThanOrEqual(before + 65);
      expect(await elapsedSeconds()).toBeLessThan(before + 125);
    }
  });

  test('newly recognised speech replaces the earlier text', async ({ chat, page }) => {
    await fakeMicrophone(page);
    await chat.goLive();
    await speakHandsFree(chat);
    await say(page, 'What is', { isFinal: false });
    await expect(chat.transcript.getByRole('article').last()).toContainText('What is');
    await say(page, 'What is a once code?');
    await expect(chat.transcript).toContainText('What is a once code?');
    await expect(chat.answers.last()).toContainText(/one-off ticket/);
    await speakHandsFree(chat);
    await expect(page.getByText('Listening')).toHaveCount(0);
  });

  for (const [name, enter] of Object.entries(states)) {
    test(`the page keeps working: ${name}, then in Chinese`, async ({
      chat,
      page,
      emulator,
      expectedErrors,
      otherDevice,
    }) => {
      await enter({ chat, page, emulator, expectedErrors, otherDevice });
      await page.locator('button[name=locale][value=zh-CN]').dispatchEvent('click');
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
      await expect(page.getByRole('status', { name: '对话状态' })).toBeVisible();
    });
  }
});

test.describe('with other text', () => {
  test.use({ condition: 'translated into other words' });

  test('a user starts, asks, ends and starts again', async ({ chat, page }) => {
    const button = (name: string) => page.getByRole('button', { name: changed(name) }).first();
    await page.goto('/chat');
    await button('Start conversation').click();
    await chat.expectStatus('live');
    await expect(chat.status).toHaveText(new RegExp(`^${changed('Live')}`));
    await chat.message.fill('What is a once code?');
    await chat.message.press('Enter');
    // Its name is a visible heading, which is translated, too.
    await expect(page.getByRole('log')).toContainText(changed('one-off ticket'));
    await button('End conversation').click();
    await chat.expectStatus('ended');
    await expect(chat.status).toHaveText(changed('Ended'));
    await button('Start conversation').click();
    await chat.expectStatus('live');
    await chat.expectCodes(2);
  });
});
