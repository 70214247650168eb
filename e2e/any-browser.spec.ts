/** Real browsers: translating, offline, blocking, narrow, without scripts; and pages that outlive their build. */
import { sessionCookie } from '../scripts/test-user';
import { consentCookie, expect, hold, test } from './fixtures';
import { appUrl, authSecret, emulatorOf } from './stack';

/**
 * Imitates Chrome's translation: two `<font>` elements replace each text node. The text stays, so that tests find it.
 */
function translateThePage(): void {
  const wrap = (node: Text) => {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent || parent.closest('font, script, style, textarea, #digital-human')) return;
    const outer = document.createElement('font');
    outer.append(document.createElement('font'));
    (outer.firstChild as HTMLElement).textContent = node.data;
    node.replaceWith(outer);
  };
  const wrapAll = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (walker.nextNode()) found.push(walker.currentNode as Text);
    for (const node of found) wrap(node);
  };
  new MutationObserver((records) => {
    for (const { target } of records) if (target.isConnected) wrapAll(target);
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  wrapAll(document.body);
}

test('a translated page starts, asks and ends, and shows no text of an earlier state', async ({ chat, page }) => {
  await chat.open();
  await page.evaluate(translateThePage);
  await chat.start();
  await chat.expectStatus('live');
  await expect(chat.status).toHaveText(/^Live/);
  await chat.ask('What is a once code?');
  await expect(chat.answers.first()).toContainText('one-off ticket');
  await expect(chat.transcript).toHaveAttribute('aria-busy', 'false');
  await chat.button('Mute').click();
  await chat.button('Captions, devices and keys').click();
  await chat.button('Large').click();
  await page.keyboard.press('Escape');
  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
  await expect(chat.status).toHaveText('Ended');
  await chat.button('Save or delete').click();
  await chat.button('Close').click();
  await chat.start();
  await chat.expectStatus('live');
  await expect(page.getByText('This page stopped working')).toHaveCount(0);
});

test('a live conversation keeps every part when the device is offline and the files of this build are deleted', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource|ERR_|Failed to fetch|fetch/);
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.answers).not.toHaveCount(0);
  await page.route(/_next\/static|\/chat/, (route) => route.abort());

  await chat.button('Captions, devices and keys').click();
  await expect(page.getByRole('dialog').getByText('Keyboard')).toBeVisible();
  await page.keyboard.press('Escape');
  await chat.button('Save or delete').click();
  await chat.button('Close').click();

  await chat.button('Language and appearance').click();
  await chat.button('Dark').click();
  await expect(page.getByText(/nothing was changed/)).toBeVisible();
  await chat.button('Close').click();

  await chat.button('Sign out').click();
  await expect(page.getByText(/You are still signed in/)).toBeVisible();
  await chat.expectStatus('live');
  await expect(chat.answers).not.toHaveCount(0);

  await page.unrouteAll();
  await chat.button('Sign out').click();
  await expect(page).not.toHaveURL(/\/chat/);
  await page.goto('/chat');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a page that shows one user requests no code for another', async ({ chat, page, expectedErrors, emulator }) => {
  expectedErrors.push(/409/);
  await chat.open();
  const other = { id: `${test.info().testId}-other`, name: 'Otto Other' };
  await page
    .context()
    .addCookies([
      { ...(await sessionCookie(other, authSecret, appUrl)), url: appUrl, httpOnly: true, sameSite: 'Lax' },
    ]);
  await chat.start();
  await chat.expectFailure('other_user');
  await chat.expectCodes(0);
  expect(await emulatorOf(other.id).codes()).toEqual([]);
  await chat.button('Reload the page').click();
  await expect(page.getByText('Otto Other')).toBeVisible();
  expect(await emulator.events()).not.toContain('job-started');
});

test('a page that is rendered again for another user keeps nothing of the first one', async ({
  chat,
  page,
  emulator,
}) => {
  await chat.goLive();
  await chat.ask('What is a once code?');
  await expect(chat.answers.last()).toContainText(/one-off ticket/);
  const other = { id: `${test.info().testId}-third`, name: 'Otto Other' };
  const cookie = { ...(await sessionCookie(other, authSecret, appUrl)), url: appUrl, httpOnly: true };
  await page.context().addCookies([{ ...cookie, sameSite: 'Lax' }]);
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await chat.button('Dark').click();
  await expect(page.getByRole('banner')).toContainText('Otto Other');
  await chat.expectStatus('idle');
  await expect(chat.transcript).not.toContainText('once code?');
  await expect.poll(() => emulator.runningJobs()).toEqual([]);
  await chat.start();
  await chat.expectStatus('live');
  expect(await emulator.codes()).toHaveLength(1);
  expect(await emulatorOf(other.id).codes()).toHaveLength(1);
});

test('signing out in one tab ends the conversation in the other', async ({ chat, page, emulator }) => {
  await chat.goLive();
  await chat.ask('Who are you?');
  const second = await page.context().newPage();
  await second.goto('/chat');
  await second.getByRole('button', { name: 'Sign out' }).click();
  await expect(second).not.toHaveURL(/\/chat/);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect.poll(() => emulator.events()).toContain('job-stopped');
  expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain('transcript');
});

test('the page asks before the logo ends a conversation', async ({ chat, page, emulator }) => {
  await chat.goLive();
  await page.getByRole('link', { name: 'Face to face' }).click();
  await expect(page.getByRole('dialog', { name: 'End the conversation?' })).toBeVisible();
  await chat.button('Stay here').click();
  await chat.expectStatus('live');
  await page.getByRole('link', { name: 'Face to face' }).click();
  await chat.button('End it and leave').click();
  await expect(page).toHaveURL(`${appUrl}/`);
  await expect.poll(() => emulator.events()).toContain('job-stopped');
});

test('the browser asks before Back ends a conversation', async ({ chat, page }) => {
  await page.goto('/privacy');
  await chat.goLive();
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => void setTimeout(() => history.back()));
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await chat.expectStatus('live');
});

test('a click before the scripts have loaded starts a conversation once they have', async ({ chat, page }) => {
  const release = await hold(page, '**/_next/static/**/*.js');
  await page.goto('/chat', { waitUntil: 'commit' });
  await chat.start();
  await chat.expectStatus('idle');
  release();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('the page says that its scripts did not arrive, and its link reloads it', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/net::ERR_FAILED/);
  await page.route('**/_next/static/**/*.js', (route) => route.abort());
  await page.goto('/chat');
  await chat.start();
  await expect(chat.alert).toContainText('have not loaded');
  await page.unrouteAll();
  await page.getByRole('link', { name: 'Reload the page' }).click();
  await expect(chat.alert).toHaveCount(0);
  await chat.start();
  await chat.expectStatus('live');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('the page says that it requires scripts', async ({ chat, page }) => {
    await page.goto('/chat');
    await expect(chat.alert).toContainText('needs JavaScript');
  });
});

test.describe('in Firefox', () => {
  test.use({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' });
  test('the page says at once that the browser is not supported, asks for no consent and loads nothing of the SDK', async ({
    chat,
    page,
  }) => {
    await page.context().clearCookies({ name: consentCookie.name });
    const ofSdk: string[] = [];
    page.on('request', (request) => /HwICSUiSdk/.test(request.url()) && ofSdk.push(request.url()));
    await chat.open();
    await expect(page.getByText(/browser is not supported/)).toBeVisible();
    await expect(page.getByText(/ready/i)).toHaveCount(0);
    await chat.start();
    await chat.expectFailure('browser');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await chat.expectCodes(0);
    expect(ofSdk).toEqual([]);
  });
});

test('a conversation starts, asks and ends with site data blocked', async ({ chat, page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get: refuse, configurable: true });
    LockManager.prototype.request = async () => refuse();
    LockManager.prototype.query = async () => refuse();
    Object.defineProperty(window, 'BroadcastChannel', { value: undefined });
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    Object.defineProperty(navigator, 'wakeLock', { value: undefined });
  });
  const unhandled: Error[] = [];
  page.on('pageerror', (error) => unhandled.push(error));
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.answers).not.toHaveCount(0);
  await expect(page.getByText(/cannot keep the transcript/)).toBeVisible();
  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
  expect(unhandled).toEqual([]);
  // For the check of the storage after each test.
  await page.evaluate(() => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: {} });
  });
});

test('the sign-in page reports when the browser refuses cookies', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
  });
  await page.goto('/sign-in');
  await expect(page.getByText(/refuses cookies/)).toBeVisible();
});

test('printing prints the whole transcript and nothing else', async ({ chat, page }) => {
  const lines = Array.from({ length: 120 }, (_, index) => ({
    id: `line-${index}`,
    who: index % 2 ? 'digital-human' : 'person',
    text: `Line ${index}`,
    at: 1_700_000_000_000 + index,
    state: 'complete',
  }));
  const id = `e2e-${test.info().testId}-${test.info().repeatEachIndex}`;
  await page.addInitScript(
    ([key, value]) => sessionStorage.setItem(key as string, value as string),
    [`digital-human-transcript:${id}`, JSON.stringify(lines)],
  );
  await chat.open();
  await expect(chat.transcript.getByRole('article')).toHaveCount(120);
  await page.emulateMedia({ media: 'print' });
  await expect(chat.button('Start conversation')).toBeHidden();
  await expect(chat.message).toBeHidden();
  const { scrollHeight, clientHeight } = await chat.transcript.evaluate((log) => ({
    scrollHeight: log.scrollHeight,
    clientHeight: log.clientHeight,
  }));
  expect(scrollHeight).toBe(clientHeight);
  const first = await chat.transcript.getByText('Line 0', { exact: true }).boundingBox();
  const last = await chat.transcript.getByText('Line 119', { exact: true }).boundingBox();
  expect((last?.y ?? 0) - (first?.y ?? 0)).toBeGreaterThan(120 * 30);
});

for (const [name, viewport, rootPx] of [
  ['320 px wide', { width: 320, height: 568 }, 16],
  ['390 px wide with text twice as large', { width: 390, height: 844 }, 32],
] as const) {
  test(`${name}: no control and no text of the stage is cut off while live`, async ({ chat, page }) => {
    await page.setViewportSize(viewport);
    await chat.goLive();
    await page.evaluate((px) => {
      document.documentElement.style.fontSize = `${px}px`;
    }, rootPx);
    for (const control of [
      page.getByRole('timer'),
      chat.status,
      ...['Mute', 'Interrupt', 'Captions, devices and keys', 'End conversation', 'Send', 'Speak', 'Sign out'].map(
        (button) => chat.button(button),
      ),
    ]) {
      const box = await control.boundingBox();
      expect(box?.x, String(control)).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 999), String(control)).toBeLessThanOrEqual(viewport.width);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
  });
}

test('the transcript stays readable while a phone shows its keyboard', async ({ chat, page }) => {
  await page.setViewportSize({ width: 390, height: 480 });
  await chat.goLive();
  expect((await chat.transcript.boundingBox())?.height).toBeGreaterThan(120);
});

test('right-to-left text keeps its order, in the box and in the transcript', async ({ chat, emulator }) => {
  await chat.goLive();
  await chat.ask('ما هو الرمز (once code)؟');
  await emulator.push('say', { text: 'שלום, זה "once code".' });
  await expect(chat.answers.filter({ hasText: 'שלום' }).locator('[dir=auto]').last()).toHaveCSS('direction', 'rtl');
  await expect(chat.transcript.getByText('ما هو').first()).toHaveCSS('direction', 'rtl');
  await chat.message.fill('שאלה');
  await expect(chat.message).toHaveCSS('direction', 'rtl');

  // A line of its own direction below a line of the other one: its full stop is at its left end.
  await emulator.push('say', { text: 'Here it is:\nשלום, זה (once code).' });
  const lines = chat.answers.getByText('Here it is:');
  await expect(lines).toContainText('once code).');
  const [firstLetter = 0, fullStop = 0] = await lines.evaluate((element) => {
    const text = element.firstChild as Text;
    return [text.data.indexOf('ש'), text.data.length - 1].map((index) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      return range.getBoundingClientRect().x;
    });
  });
  expect(fullStop).toBeLessThan(firstLetter);
});

test('an empty live region is in the accessibility tree, so that its first text is announced', async ({
  chat,
  page,
}) => {
  await chat.goLive();
  const empty = page.locator(':is([aria-live], [role=status]):empty');
  expect(await empty.count()).toBeGreaterThan(0);
  expect(await empty.evaluateAll((all) => all.filter((one) => getComputedStyle(one).display === 'none').length)).toBe(
    0,
  );
});
