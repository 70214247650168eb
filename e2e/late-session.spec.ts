/** The session's code comes after the page has drawn: what a user does before it is there still counts. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { watchBeacons } from './watch-beacons';

/** Lets the scripts through that the page itself names, and holds those it fetches later. @returns lets those through, too */
async function holdLateScripts(page: Page): Promise<() => void> {
  const html = await (await page.request.get('/chat')).text();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/_next/static/**/*.js*', async (route) => {
    if (!html.includes(new URL(route.request().url()).pathname)) await held;
    await route.continue();
  });
  return release;
}

test('a start before the session has loaded waits in preparing, and then goes live by itself', async ({
  chat,
  page,
}) => {
  const release = await holdLateScripts(page);
  await chat.open();
  await chat.start();
  await chat.expectStatus('preparing');
  await chat.expectCodes(0);
  release();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('a start that is cancelled before the session has loaded spends no code, and the next one works', async ({
  chat,
  page,
}) => {
  const release = await holdLateScripts(page);
  await chat.open();
  await chat.start();
  await chat.button('Cancel').click();
  await chat.expectStatus('ended');
  const loaded = page.waitForEvent('requestfinished', (request) => request.url().includes('/_next/static/'));
  release();
  await loaded;
  await chat.expectStatus('ended');
  await chat.expectCodes(0);
  await chat.start();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('a session that cannot be loaded is a failure in words, and Try again loads it', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/net::ERR_FAILED .*\/_next\/static\//);
  const html = await (await page.request.get('/chat')).text();
  let isLost = true;
  await page.route('**/_next/static/**/*.js*', (route) =>
    isLost && !html.includes(new URL(route.request().url()).pathname) ? route.abort() : route.continue(),
  );
  await chat.open();
  await chat.start();
  // Beside the alert of another part of the page, which is lost too.
  await expect(page.getByRole('alert').filter({ hasText: 'No connection' })).toBeVisible();
  isLost = false;
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('the report of a start counts the wait for the session’s code: from the click to live', async ({ chat, page }) => {
  await page.clock.install();
  const beacons = await watchBeacons(page);
  const release = await holdLateScripts(page);
  await chat.open();
  await chat.start();
  await chat.expectStatus('preparing');
  await page.clock.fastForward(20_000);
  release();
  await chat.expectStatus('live');
  await chat.button('End conversation').click();
  await expect.poll(beacons).toHaveLength(1);
  const { clickToLiveMs, stepMs } = JSON.parse((await beacons())[0] ?? '');
  expect(clickToLiveMs).toBeGreaterThanOrEqual(20_000);
  expect(stepMs.preparing).toBeGreaterThanOrEqual(20_000);
});
