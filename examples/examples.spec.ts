/** What every integration must do, whatever its framework. The emulator's event log proves it. */
import { expect, type Page, test } from 'playwright/test';
import { EmulatorControl } from '../scripts/emulator-control';

/** Of the one person of the examples. */
const emulator = () => new EmulatorControl(test.info().project.metadata.emulatorUrl, 'example-ada');

const session = (page: Page) => page.getByRole('status', { name: 'Session' });
const start = (page: Page) => page.getByRole('button', { name: 'Start conversation' });

test.beforeEach(async ({ page }) => {
  await emulator().reset();
  await page.goto('/');
});

test('goes live, is asked, answers and ends, for one code', async ({ page }) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await start(page).dblclick();
  await expect(session(page)).toHaveAttribute('data-status', 'live');
  await page.getByRole('textbox', { name: 'Message' }).fill('What is a once code?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log')).toContainText(/one-off ticket/);
  await page.getByRole('button', { name: 'End conversation' }).click();
  await expect(session(page)).toHaveAttribute('data-status', 'ended');
  expect(await emulator().codes()).toMatchObject([{ redeemTries: 1 }]);
  expect(errors).toEqual([]); // the policy holds, and the page is quiet
});

test('knows who asks, by its own LLM callback', async ({ page }) => {
  await start(page).click();
  await expect(session(page)).toHaveAttribute('data-status', 'live');
  await page.getByRole('textbox', { name: 'Message' }).fill('Who am I?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log')).toContainText('Hello Ada Lovelace.');
});

test('replaces a refused code by a new one', async ({ page }) => {
  await emulator().fault({ target: 'auth-once-code', times: 1, errorCode: 'MSS.47010046' });
  await start(page).click();
  await expect(session(page)).toHaveAttribute('data-status', 'live');
  expect(await emulator().codes()).toHaveLength(2);
});

test('says in words why a start failed, and mints nothing more', async ({ page }) => {
  await emulator().fault({ target: 'auth-once-code', times: 1, errorCode: 'MSS.47010047' });
  await start(page).click();
  await expect(page.getByRole('alert')).toContainText(/too many refused codes/);
  await expect(session(page)).toHaveAttribute('data-status', 'failed');
  expect(await emulator().codes()).toHaveLength(1);
});

test('gives no code to another site', async ({ request }) => {
  const answer = await request.post('/api/once-code', { headers: { origin: 'https://elsewhere.example' } });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'cross_origin' });
  expect(await emulator().codes()).toHaveLength(0);
});

test('answers what the vendor’s SDK posts after its destroy', async ({ request }) => {
  for (const method of ['POST', 'GET', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await request.fetch('/v1/digital-human-chat/endpoint/stats', { method, data: '{' });
    expect(answer.status()).toBe(404);
    expect(answer.headers()['content-type']).toContain('application/json');
    expect(await answer.json()).toEqual({ error_code: 'not_here' });
  }
});
