/**
 * Accessibility: axe in every state at the moment it appears, keyboard, narrow windows, reduced motion, forced colours,
 * screen readers.
 */
import axe from 'axe-core';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { states } from './page-states';
import { fakeMicrophone, outlastPress } from './speech';

/** Rules of WCAG A and AA up to 2.2, and axe's own best practice. */
async function expectAccessible(page: Page, moment: string): Promise<void> {
  // Evaluated instead of added as a script: the page's policy admits no other script.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const findings = await page.evaluate(async () => {
    // The SDK puts its toasts into the body, outside every landmark.
    const page = { include: document, exclude: ['.hw-toast', '.hw-modal'] };
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(page, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  });
  expect(findings, moment).toEqual([]);
}

/** Switches the language without a real click, so the page stays in its state: an open dialog covers the menu. */
async function switchToChinese(page: Page): Promise<void> {
  await page.locator('button[name=locale][value=zh-CN]').dispatchEvent('click');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page).toHaveTitle(/对话/);
}

for (const [name, enter] of Object.entries(states)) {
  test(`axe finds nothing: ${name}, light and dark, in both languages`, async ({
    chat,
    page,
    emulator,
    expectedErrors,
    otherDevice,
  }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await enter({ chat, page, emulator, expectedErrors, otherDevice });
    await expectAccessible(page, `${name}, light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page, `${name}, dark`);
    await switchToChinese(page);
    await expectAccessible(page, `${name}, in Chinese`);
  });
}

for (const path of ['/', '/sign-in', '/privacy', '/no-such-page']) {
  test(`axe finds nothing: ${path}, light and dark, in both languages`, async ({ page, expectedErrors }) => {
    expectedErrors.push(/404/);
    await page.goto(path);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, colorScheme);
    }
    await page.context().addCookies([{ name: 'locale', value: 'zh-CN', url: page.url() }]);
    await page.reload();
    await expectAccessible(page, 'in Chinese');
  });
}

test('a whole conversation works with the keyboard alone', async ({ chat, page }) => {
  const focused = page.locator(':focus');
  await fakeMicrophone(page);
  await chat.open();
  await page.keyboard.press('Tab');
  await expect(focused).toHaveText('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(focused).toHaveAccessibleName('Digital human to talk with');
  await page.keyboard.press('Tab');
  await expect(focused).toHaveText('Start conversation');
  await page.keyboard.press('Enter');
  await chat.expectStatus('live');
  await expect(chat.message).toBeFocused();
  await page.keyboard.type('What is a once code?');
  await page.keyboard.press('Enter');
  await expect(chat.transcript).toContainText(/one-off ticket/);
  await page.keyboard.press('Alt+m');
  await expect(chat.button('Unmute')).toBeVisible();
  await page.keyboard.down('Alt');
  await page.keyboard.down('t');
  await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'true');
  await outlastPress(page);
  await page.keyboard.up('t');
  await page.keyboard.up('Alt');
  await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Alt+k');
  await expect(page.getByRole('dialog', { name: 'Captions, devices and keys' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(chat.message).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(chat.message).toHaveValue('What is a once code?');
  await chat.button('End conversation').focus();
  await page.keyboard.press('Enter');
  await chat.expectStatus('ended');
  await expect(chat.button('Start conversation')).toBeFocused();
});

for (const [name, width, height] of [
  ['320 px wide', 320, 568],
  ['1280 px at 200%', 640, 360],
  ['1280 px at 400%', 320, 256],
] as const) {
  test(`${name}: nothing is cut off sideways and every control can be reached`, async ({ chat, page }) => {
    await page.setViewportSize({ width, height });
    await chat.goLive();
    await chat.ask('What is a once code?');
    await expect(chat.transcript).toContainText(/one-off ticket/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    for (const control of ['Send', 'Speak', 'Mute', 'Interrupt', 'Captions, devices and keys', 'End conversation']) {
      await chat.button(control).scrollIntoViewIfNeeded();
      const box = await chat.button(control).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width, control).toBe(true);
      expect(box && Math.min(box.width, box.height), control).toBeGreaterThanOrEqual(44);
    }
  });
}

test('nothing moves for a user who prefers reduced motion', async ({ chat, page, emulator, otherDevice }) => {
  await states.connecting({ chat, page, emulator, expectedErrors: [], otherDevice });
  const moving = () => document.getAnimations().filter(({ playState }) => playState === 'running').length;
  expect(await page.evaluate(moving), 'the control').toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(() => page.evaluate(moving)).toBe(0);
});

test('in forced colours every control keeps an edge', async ({ chat, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await chat.goLive();
  for (const control of ['Send', 'Speak', 'Mute', 'Interrupt', 'End conversation']) {
    const border = await chat.button(control).evaluate((button) => getComputedStyle(button).borderTopWidth);
    expect(border, control).not.toBe('0px');
  }
});

test('in forced colours the chosen rating looks unlike the other one', async ({
  chat,
  page,
  emulator,
  otherDevice,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await states['ended, rating the conversation']({ chat, page, emulator, expectedErrors: [], otherDevice });
  const [good, notGood] = await page
    .getByRole('radiogroup')
    .locator('label')
    .evaluateAll((labels) => labels.map((label) => getComputedStyle(label).backgroundColor));
  expect(notGood).not.toBe(good);
});

test('the button of the account menu has the focus after the question about signing out everywhere', async ({
  chat,
  page,
  user,
}) => {
  await chat.open();
  await chat.button(user.name).focus();
  await page.keyboard.press('Enter');
  await chat.button('Sign out everywhere').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Sign out everywhere?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(chat.button(user.name)).toBeFocused();
});

test('a screen reader reads an answer once and completely: the log is busy while it streams', async ({ chat }) => {
  await chat.goLive();
  const seen = await chat.transcript.evaluateHandle((log) => {
    const busy: (string | null)[] = [];
    new MutationObserver(() => busy.push(log.getAttribute('aria-busy'))).observe(log, {
      attributeFilter: ['aria-busy'],
    });
    return busy;
  });
  await chat.ask('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);
  await expect(chat.transcript).toHaveAttribute('aria-busy', 'false');
  expect((await seen.jsonValue()).slice(-2)).toEqual(['true', 'false']);
});

test('text in another language carries its language', async ({ chat }) => {
  await chat.goLive();
  await chat.ask('一次性鉴权码是什么？');
  await expect(chat.transcript.locator('p[lang=zh]').first()).toContainText('一次性鉴权码');
  await expect(chat.transcript.locator('p[lang=zh]')).toHaveCount(2);
});
