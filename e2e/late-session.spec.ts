/** The session's code loads after the page has rendered. The page keeps what a user does before that. */
import type { Page, Route } from 'playwright/test';
import { expect, test } from './fixtures';
import { watchBeacons } from './watch-beacons';

/** Loads the scripts that the page names, and holds those that it fetches later. @returns releases those, too */
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

test('a start cancelled before the session has loaded uses no code, and the next one works', async ({ chat, page }) => {
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

/** Answers for the scripts that the page fetches late. @returns stops that */
async function loseLateScripts(page: Page, lose: (route: Route) => Promise<void>): Promise<() => void> {
  const html = await (await page.request.get('/chat')).text();
  let isLost = true;
  await page.route('**/_next/static/**/*.js*', (route) =>
    isLost && !html.includes(new URL(route.request().url()).pathname) ? lose(route) : route.fallback(),
  );
  return () => {
    isLost = false;
  };
}

const notFound = (route: Route) => route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not found</h1>' });

/** In addition to the alert of another part of the page, which fails, too. */
const failureOf = (page: Page, title: string) =>
  page.getByRole('alert').filter({ has: page.getByRole('heading', { name: title }) });

test('a page whose files a rollout removed says that it is out of date, and a reload loads the new one', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/404 .*\/_next\/static\//);
  const release = await loseLateScripts(page, notFound);
  await chat.open();
  await chat.start();
  await expect(failureOf(page, 'This page is out of date')).toBeVisible();
  await expect(page.getByText('No connection')).toHaveCount(0);
  release(); // the new page names existing files
  await page.getByRole('main').getByRole('button', { name: 'Reload the page' }).first().click();
  await chat.expectStatus('idle');
  await chat.start();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('Try again loads a file that another server of the same rollout still has', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/404 .*\/_next\/static\//);
  const release = await loseLateScripts(page, notFound);
  await chat.open();
  await chat.start();
  await expect(failureOf(page, 'This page is out of date')).toBeVisible();
  release();
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('a session that cannot load without a network fails with an explanation, and Try again loads it', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/net::ERR_FAILED/);
  const release = await loseLateScripts(page, (route) => route.abort());
  await page.route('**/api/health', (route) => route.abort());
  await chat.open();
  await chat.start();
  await expect(failureOf(page, 'No connection')).toBeVisible();
  await expect(chat.button('Reload the page')).toHaveCount(0);
  release();
  await page.unroute('**/api/health');
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('the report of a start includes the wait for the session’s code: from the click to live', async ({
  chat,
  page,
}) => {
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
