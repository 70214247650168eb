/** From the click to live: one code per start, nothing before the click, and a way to cancel at every moment. */
import type { Page } from 'playwright/test';
import { expect, hold, test } from './fixtures';
import { appUrl } from './stack';

/** The events on which SWR's plain hook fetches again. */
const refocus = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.dispatchEvent(new Event('focus'));
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
  });

test('no code is requested before the click, nor by focus, reconnect or reload', async ({ chat, page }) => {
  await chat.open();
  await refocus(page);
  await page.reload();
  await chat.expectStatus('idle');
  await page.goto('/');
  await page.goBack();
  await chat.expectStatus('idle');
  await chat.expectCodes(0);
});

test('focus and reconnect request no code while live', async ({ chat, page }) => {
  await chat.goLive();
  await refocus(page);
  await chat.ask('Who are you?');
  await expect(chat.transcript).toContainText('Who are you?');
  await chat.expectCodes(1);
});

test('a double click starts once and continues', { tag: '@core' }, async ({ chat }) => {
  await chat.open();
  await chat.button('Start conversation').dblclick();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('pressing Enter twice starts once and continues', async ({ chat, page }) => {
  await chat.open();
  await chat.button('Start conversation').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('cancelling while connecting ends at once and frees the slot', { tag: '@core' }, async ({
  chat,
  emulator,
  page,
}) => {
  const release = await hold(page, '**/smart-chat-jobs');
  await chat.begin();
  await chat.expectStatus('connecting');
  await chat.button('Cancel').click();
  await chat.expectStatus('ended');
  release();
  await expect.poll(() => emulator.events()).toContain('token-deleted');
  await chat.expectStatus('ended');
  await chat.expectCodes(1);
});

test('a start pressed after cancelling waits for the end of the first, and uses its own code', async ({
  chat,
  emulator,
  page,
}) => {
  const release = await hold(page, '**/smart-chat-jobs');
  await chat.begin();
  await chat.expectStatus('connecting');
  await chat.button('Cancel').click();
  await chat.start();
  release();
  await chat.expectStatus('live');
  const events = await emulator.events();
  expect(events.filter((event) => event === 'job-started').length - 1).toBe(
    events.filter((event) => event === 'job-stopped').length,
  );
  await chat.expectCodes(2);
});

test('a start cancelled while the cloud prepares the code uses no code and starts no job', async ({
  chat,
  emulator,
  page,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(
    '**/api/once-code',
    async (route) => {
      const ofThePage = { origin: appUrl, 'sec-fetch-site': 'same-origin' };
      const response = await route.fetch({ headers: { ...route.request().headers(), ...ofThePage } });
      await held;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await chat.begin();
  await chat.expectStatus('authorizing');
  await chat.button('Cancel').click();
  await chat.expectStatus('ended');
  // The cloud still makes the code. The second start shows that the page ignores it.
  await expect.poll(() => emulator.events()).toContain('code-minted');
  release();
  await chat.start();
  await chat.expectStatus('live');
  await expect.poll(async () => (await emulator.codes()).length).toBe(2);
  const events = await emulator.events();
  expect(events.filter((event) => event === 'code-redeemed')).toHaveLength(1);
  expect(events.filter((event) => event === 'job-started')).toHaveLength(1);
});

test('a create that never settles fails as stuck, and only a reload helps', async ({ chat, emulator, page }) => {
  await chat.begin({ clock: 'running', fault: { target: 'sdk', times: 1, kind: 'hang' } });
  await expect.poll(() => emulator.events()).toContain('code-redeemed');
  await page.clock.fastForward('00:31');
  await chat.expectStatus('retrying'); // the SDK is being destroyed, which does not settle `create`
  await page.clock.fastForward('00:06');
  await chat.expectFailure('sdk_stuck');
  await chat.start();
  await chat.expectFailure('sdk_stuck');
  await chat.expectCodes(1);
  await page.reload();
  await chat.start();
  await chat.expectStatus('live');
});

test('a digital human that never gets ready is retried with a new code', async ({ chat, emulator, page }) => {
  // The first media connection is never established: the job runs, and the SDK never gets into its room.
  await page.addInitScript(() => {
    const { createOffer } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createOffer = () => {
      RTCPeerConnection.prototype.createOffer = createOffer;
      return new Promise<never>(() => {});
    };
  });
  await chat.begin({ clock: 'running' });
  await expect(page.getByRole('listitem').filter({ hasText: 'Connect to the digital human' })).toContainText(
    'in progress',
  );
  await expect.poll(() => emulator.runningJobs()).toHaveLength(1);
  await page.clock.fastForward('00:31');
  await chat.expectStatus('live');
  await chat.expectCodes(2);
  await expect.poll(() => emulator.runningJobs()).toHaveLength(1);
});

test('leaving the page destroys the session on the way out', { tag: '@core' }, async ({ chat, emulator, page }) => {
  await chat.goLive();
  await page.goto('/');
  await expect.poll(() => emulator.closeCodes()).toEqual([4001]); // a page that only disappears closes with another code
  await chat.expectCodes(1);
});

test('signing out while live ends the session first', { tag: '@core' }, async ({ chat, emulator, page }) => {
  await chat.goLive();
  await chat.button('Sign out').click();
  await expect(page).not.toHaveURL(/\/chat/);
  await expect.poll(() => emulator.events()).toContain('job-stopped');
  await page.goto('/chat');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fchat/);
});

test('an SDK that cannot be loaded fails with an explanation, requests no code, and can be retried', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/HwICSUiSdk\.js/);
  await page.clock.install();
  await page.route('**/sdk/HwICSUiSdk.js', (route) => route.abort());
  await chat.open();
  await chat.pauseClock();
  await chat.start();
  await chat.passRetries();
  await chat.expectFailure('sdk');
  await chat.expectCodes(0);
  await page.unroute('**/sdk/HwICSUiSdk.js');
  await page.clock.resume();
  await chat.button('Try again').click();
  await chat.expectStatus('live');
});

test('the layout does not shift from the click until live', async ({ chat, emulator, page }) => {
  // Slow enough that no shift counts as a response to the click, which may shift for 500 ms.
  await emulator.fault({ target: 'once-code', times: 1, delayMs: 700 });
  await emulator.fault({ target: 'smart-chat-jobs', times: 1, delayMs: 700 });
  await chat.open();
  const shifts = await page.evaluateHandle(() => {
    const seen: { value: number; of: (string | undefined)[] }[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & LayoutShift)[]) {
        if (entry.hadRecentInput) continue;
        seen.push({
          value: entry.value,
          of: entry.sources.map(({ node }) => (node as Element)?.outerHTML?.slice(0, 200)),
        });
      }
    }).observe({ type: 'layout-shift' });
    return seen;
  });
  await chat.start();
  await chat.expectStatus('live');
  expect(await shifts.jsonValue()).toEqual([]);
  // The control: the observer detects a shift.
  await page.evaluate(() => {
    const box = document.querySelector<HTMLElement>('main');
    if (box) box.style.marginTop = '120px';
  });
  await expect.poll(async () => (await shifts.jsonValue()).length).toBeGreaterThan(0);
});

/** Chromium's type, which TypeScript's DOM types lack. */
interface LayoutShift {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}
