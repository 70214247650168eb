/**
 * Every answer's headers fit into one small proxy buffer (nginx: 4 kB by default), with the real cloud's policy and a
 * provider's cookies. Needs no cloud: the settings only name one.
 */
import { type Browser, expect, type Page, test } from 'playwright/test';
import { AppInstance } from '../scripts/app-instance';
import { anyFreePort } from '../scripts/free-port';
import { emulatorSettings } from '../scripts/local-stack';
import { type IdentityProvider, startIdentityProvider } from './identity-provider';
import { authSecret, emulatorPort } from './stack';

/** Behind TLS each of the cookies is longer by its prefix and one attribute. */
const BUDGET = 4_000 - 200;

let app: AppInstance;
let provider: IdentityProvider;

test.describe.configure({ mode: 'default' }); // in one worker: they share the instance
test.beforeAll(async () => {
  const port = await anyFreePort();
  provider = await startIdentityProvider(`http://localhost:${port}`);
  app = await AppInstance.start({
    port,
    env: {
      ...emulatorSettings(emulatorPort),
      METASTUDIO_ENDPOINT: '',
      METASTUDIO_SERVER_ADDRESS: '',
      METASTUDIO_SDK_URL: '',
      METASTUDIO_EXTRA_HOSTS: 'media.example.com *.recordings.example.com',
      AUTH_SECRET: authSecret,
      AUTH_OIDC_ISSUER: provider.issuer,
      AUTH_OIDC_ID: provider.clientId,
      AUTH_OIDC_SECRET: provider.clientSecret,
      AUTH_OIDC_NAME: 'Example ID',
    },
  });
});
test.afterAll(async () => {
  await app?.stop();
  provider?.close();
});

/** The size of each answer of the app while `use` runs, by what was asked for. */
async function sizesDuring(
  browser: Browser,
  javaScriptEnabled: boolean,
  use: (page: Page) => Promise<void>,
): Promise<Map<string, number>> {
  const context = await browser.newContext({ locale: 'en-US', javaScriptEnabled });
  const page = await context.newPage();
  const measuring: Promise<[string, number]>[] = [];
  page.on('response', (response) => {
    const { origin, pathname } = new URL(response.url());
    if (origin !== app.url) return;
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
  test(`from the front page to the chat ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
    const sizes = await sizesDuring(browser, javaScriptEnabled, async (page) => {
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
    // Without scripts a redirect; with them, an answer to a script that goes there itself.
    expect(asked).toMatch(javaScriptEnabled ? /^POST \/sign-in 200$/m : /^POST \/sign-in 303$/m);
    expect(asked).toMatch(/^GET \/api\/auth\/callback\/oidc 302$/m);
    expect(asked).toMatch(/^GET \/chat 200$/m);
    for (const [what, bytes] of sizes) expect(bytes, what).toBeLessThan(BUDGET);
  });
}
