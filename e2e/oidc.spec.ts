/** Sign-in through an OpenID provider, from the button to the code in the cloud's event log. */
import { encode } from 'next-auth/jwt';
import { type Browser, type BrowserContext, expect, type Page } from 'playwright/test';
import { SESSION_COOKIE } from '../scripts/test-user';
import { alertOf } from './fixtures';
import { nameOf } from './identity-provider';
import { test } from './oidc-app';
import { authSecret, emulatorOf } from './stack';

const DAY_SECONDS = 24 * 60 * 60;

test.describe.configure({ mode: 'default' }); // in one worker: they share the app

/** Goes from the app's sign-in page to the provider. */
async function goToProvider(page: Page): Promise<void> {
  await page.goto('/chat');
  await expect(page.getByRole('button', { name: /^Continue as/ })).toHaveCount(0); // DEMO_LOGIN is not set
  await page.getByRole('button', { name: /Example ID/ }).click();
  await expect(page).toHaveTitle('Identity provider');
}

async function signInAs(sub: string, page: Page): Promise<void> {
  await goToProvider(page);
  await page.getByLabel('Account').fill(sub);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('The app wants to know your name.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL('/chat');
}

const requestCode = (page: Page) =>
  page.evaluate(async () => (await fetch('/api/once-code', { method: 'POST' })).status);

const sessionCookie = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === SESSION_COOKIE);

async function withPage(browser: Browser, baseURL: string, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'en-US', baseURL });
  await use(await context.newPage());
  await context.close();
}

test('a user has the same ID at every sign-in, and the cloud sees this ID', async ({ browser, app }, { testId }) => {
  const sub = `grace-${testId}`;
  const emulator = emulatorOf(`oidc:${sub}`);
  for (const codes of [1, 2]) {
    await withPage(browser, app.url, async (page) => {
      await signInAs(sub, page);
      await expect(page.getByText(nameOf(sub)).first()).toBeVisible();
      expect(await requestCode(page)).toBe(200);
    });
    expect(await emulator.codes()).toHaveLength(codes);
  }
});

test('a user who refuses at the provider returns to the sign-in page, which says so, and can try again', async ({
  page,
}) => {
  await goToProvider(page);
  await page.getByRole('button', { name: 'Refuse' }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(alertOf(page)).not.toBeEmpty();
  expect(await sessionCookie(page.context())).toBeUndefined();
  await page.getByRole('button', { name: /Example ID/ }).click();
  await expect(page).toHaveTitle('Identity provider');
});

test('an unsolicited answer of the provider signs no user in', async ({ page }) => {
  await page.goto('/api/auth/callback/oidc?code=made-up&state=made-up');
  await expect(page).toHaveURL(/\/sign-in\?/);
  expect(await sessionCookie(page.context())).toBeUndefined();
});

test('scripts and other sites cannot read the session cookie, which expires a day after sign-in', async ({
  page,
  app,
}) => {
  await signInAs('cookie', page);
  const before = await sessionCookie(page.context());
  expect(before).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: 'localhost', secure: false });
  const lifeSeconds = (before?.expires ?? 0) - Date.now() / 1000;
  expect(lifeSeconds).toBeGreaterThan(DAY_SECONDS - 120);
  expect(lifeSeconds).toBeLessThanOrEqual(DAY_SECONDS);
  expect(await page.evaluate(() => document.cookie)).not.toContain(SESSION_COOKIE);
  expect(before?.value).not.toContain('cookie'); // encrypted: neither the ID nor the name is readable

  await page.reload();
  await requestCode(page);
  expect(await sessionCookie(page.context())).toEqual(before); // no request prolongs it
  // State, nonce and PKCE verifier are removed.
  const names = (await page.context().cookies(app.url)).map(({ name }) => name);
  expect(names.filter((name) => /state|nonce|pkce/.test(name))).toEqual([]);
});

test('signing out ends the session', async ({ page }) => {
  await signInAs('leaver', page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  expect(await sessionCookie(page.context())).toBeUndefined();
  expect(await requestCode(page)).toBe(401);
  await page.goto('/chat');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fchat/);
});

test('an expired session is refused, even when its cookie is kept', async ({ page, app }) => {
  const token = { sub: 'oidc:late', name: 'Late' };
  const value = await encode({ token, secret: authSecret, salt: SESSION_COOKIE, maxAge: -60 });
  await page.context().addCookies([{ name: SESSION_COOKIE, value, url: app.url }]);
  await page.goto('/chat');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fchat/);
  expect(await requestCode(page)).toBe(401);
});
