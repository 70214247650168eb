/** What every integration must do, whatever its framework. The emulator keeps the books. */
import { expect, type Page, test } from 'playwright/test';

const USER = 'example-ada';

interface BookedCode {
  redeemTries: number;
}

const emulatorUrl = () => test.info().project.metadata.emulatorUrl as string;
const codes = async () => (await (await fetch(`${emulatorUrl()}/emulator/codes?user=${USER}`)).json()) as BookedCode[];
const order = (path: string, body: unknown) =>
  fetch(`${emulatorUrl()}/emulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const session = (page: Page) => page.getByRole('status', { name: 'Session' });
const start = (page: Page) => page.getByRole('button', { name: 'Start conversation' });

test.beforeEach(async ({ page }) => {
  await order('reset', { user: USER });
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
  expect(await codes()).toMatchObject([{ redeemTries: 1 }]);
  expect(errors).toEqual([]); // the policy holds, and the page is quiet
});

test('replaces a refused code by a new one', async ({ page }) => {
  await order('faults', { user: USER, target: 'auth-once-code', times: 1, errorCode: 'MSS.47010046' });
  await start(page).click();
  await expect(session(page)).toHaveAttribute('data-status', 'live');
  expect(await codes()).toHaveLength(2);
});

test('says in words why a start failed, and mints nothing more', async ({ page }) => {
  await order('faults', { user: USER, target: 'auth-once-code', times: 1, errorCode: 'MSS.47010047' });
  await start(page).click();
  // By its words: Next has an alert of its own, empty, on every page.
  await expect(page.getByRole('alert').filter({ hasText: /too many refused codes/ })).toBeVisible();
  await expect(session(page)).toHaveAttribute('data-status', 'failed');
  expect(await codes()).toHaveLength(1);
});

test('gives no code to another site', async ({ request }) => {
  const answer = await request.post('/api/once-code', { headers: { origin: 'https://elsewhere.example' } });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'cross_origin' });
  expect(await codes()).toHaveLength(0);
});
