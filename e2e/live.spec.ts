/**
 * The core tests against the real cloud, one after the other and for one user. They assume nothing about the digital
 * human, neither its name nor its answers.
 */
import { randomUUID } from 'node:crypto';
import { expect, type Locator, type Page, test } from 'playwright/test';
import { alertOf, signIn } from './fixtures';
import { keepTrace, recordConversation } from './record-conversation';
import { watchSecrets } from './watch-secrets';

test.describe.configure({ mode: 'serial' });

/** One for the whole run, so that the app's limit counts all its codes. */
const user = { id: `live-test-${randomUUID()}`, name: 'Edna Tester' };

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const lines = (page: Page) => page.getByRole('log', { name: 'Transcript' }).getByRole('article');

async function expectStatus(page: Page, status: string): Promise<void> {
  const shown = page.getByRole('status', { name: 'Session' });
  // When a start fails, report the text of its card at once, not a time-out.
  await expect(shown).toHaveAttribute('data-status', new RegExp(`^(${status}|failed)$`));
  const alert = alertOf(page);
  const failure = (await alert.count()) > 0 ? await alert.first().innerText() : '';
  expect(await shown.getAttribute('data-status'), failure).toBe(status);
}

async function goLive(page: Page): Promise<void> {
  await button(page, 'Start conversation').click();
  await expectStatus(page, 'live');
}

async function end(page: Page): Promise<void> {
  await button(page, 'End conversation').click();
  await expectStatus(page, 'ended');
}

const time = (video: Locator) => video.evaluate((element: HTMLVideoElement) => element.currentTime);

test.beforeEach(async ({ page }) => {
  await signIn(page, user);
});

test('a user talks to the digital human, twice, with a code for each', async ({ page }) => {
  const secrets = watchSecrets(page);
  const statuses: number[] = [];
  page.on('response', (answer) => {
    if (new URL(answer.url()).pathname === '/api/once-code') statuses.push(answer.status());
  });
  await page.goto('/chat');
  await goLive(page);
  const video = page.locator('#digital-human video').first();
  await expect(video).toBeVisible();
  const before = await time(video);
  await expect.poll(() => time(video)).toBeGreaterThan(before);

  await page.getByRole('textbox', { name: 'Message' }).fill('Who are you?');
  await button(page, 'Send').click();
  await expect(lines(page).filter({ hasText: 'Who are you?' })).not.toHaveCount(0);
  await expect(lines(page).filter({ hasNotText: 'Who are you?' })).not.toHaveCount(0);
  await end(page);

  await goLive(page);
  await end(page);
  expect(statuses).toEqual([200, 200]);
  await secrets.expectNowhere();
});

test('one conversation leaves a trace to compare with the stand-in', async ({ page, context }) => {
  await context.grantPermissions(['microphone']);
  const secrets = watchSecrets(page);
  const trace = await recordConversation(page);
  keepTrace('sdk', trace);
  expect(JSON.stringify(trace)).not.toContain(user.id);
  await secrets.expectNowhere();
});

test('a code that the cloud refuses is replaced', async ({ page }) => {
  let requests = 0;
  await page.route('**/api/once-code', async (route) => {
    requests += 1;
    if (requests > 1) return route.continue();
    const answer = await route.fetch();
    const body = (await answer.json()) as { onceCode: string };
    // The unused code expires. The cloud refuses the invented code in its place, once.
    await route.fulfill({ response: answer, json: { ...body, onceCode: 'A'.repeat(body.onceCode.length) } });
  });
  await page.goto('/chat');
  await goLive(page);
  expect(requests).toBe(2);
  await end(page);
});
