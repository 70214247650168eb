/**
 * The headers of every answer fit into one small proxy buffer (nginx: 4 kB by default), with the real cloud's policy
 * and a provider's cookies. The settings name a cloud, but the tests do not call it.
 */
import { type Browser, expect, type Page } from 'playwright/test';
import { test } from './oidc-app';

/** Behind TLS the prefix and one attribute make each cookie longer. */
const BUDGET_BYTES = 4_000 - 200;

test.describe.configure({ mode: 'default' }); // in one worker: they share the app
test.use({
  appSettings: {
    METASTUDIO_ENDPOINT: '',
    RECORDING_NOTICE: '0', // does not ask the named cloud
    METASTUDIO_SERVER_ADDRESS: '',
    METASTUDIO_SDK_URL: '',
    METASTUDIO_EXTRA_HOSTS: 'media.example.com *.recordings.example.com',
  },
});

/** Records the size of each of the app's answers while `use` runs, by request. */
async function sizesDuring(
  browser: Browser,
  site: string,
  javaScriptEnabled: boolean,
  use: (page: Page) => Promise<void>,
): Promise<Map<string, number>> {
  const context = await browser.newContext({ locale: 'en-US', javaScriptEnabled });
  const page = await context.newPage();
  const measuring: Promise<[string, number]>[] = [];
  page.on('response', (response) => {
    const { origin, pathname } = new URL(response.url());
    if (origin !== site) return;
    const measure = async (): Promise<[string, number]> => {
      const headers = await response.headersArray();
      const bytes = headers.reduce((sum, { name, value }) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0);
      return [`${response.request().method()} ${pathname} ${response.status()}`, bytes];
    };
    measuring.push(measure());
  });
  await use(page);
  const sizes = new Map<string, number>();
  for (const [asked, bytes] of await Promise.all(measuring)) sizes.set(asked, Math.max(bytes, sizes.get(asked) ?? 0));
  await context.close();
  return sizes;
}

for (const javaScriptEnabled of [true, false]) {
  test(`every answer fits from the front page to the chat, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    app,
  }) => {
    const sizes = await sizesDuring(browser, app.url, javaScriptEnabled, async (page) => {
      for (const path of ['/', '/privacy', '/no-such-page']) await page.goto(app.url + path);
      await page.goto(`${app.url}/chat?debug&${'x'.repeat(2_000)}`);
      await page.goto(`${app.url}/sign-in?callbackUrl=${encodeURIComponent(`/chat?${'x'.repeat(2_000)}`)}`);
      await page.getByRole('button', { name: /Example ID/ }).click();
      await expect(page).toHaveTitle('Identity provider');
      await page.getByLabel('Account').fill('a-person-with-a-long-name-'.repeat(8));
      await page.getByRole('button', { name: 'Continue' }).click();
      await expect(page.getByText('The app wants to know your name.')).toBeVisible();
      await page.getByRole('button', { name: 'Continue' }).click();
      await expect(page).toHaveURL(`${app.url}/chat`);
    });
    const asked = [...sizes.keys()].join('\n');
    // A redirect without scripts. With scripts, an answer after which a script goes there.
    expect(asked).toMatch(javaScriptEnabled ? /^POST \/sign-in 200$/m : /^POST \/sign-in 303$/m);
    expect(asked).toMatch(/^GET \/api\/auth\/callback\/oidc 302$/m);
    expect(asked).toMatch(/^GET \/chat 200$/m);
    for (const [what, bytes] of sizes) expect(bytes, what).toBeLessThan(BUDGET_BYTES);
  });
}
