/** The page recognises an SDK that is too old by its missing methods, whatever version it reports. */
import { expect, test } from './fixtures';

test('an SDK without text questions is reported before a code is requested', async ({ chat, page }) => {
  await page.route('**/sdk/HwICSUiSdk.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'window.HwICSUiSdk = { checkBrowserSupport: () => true, async create() {}, async destroy() {} };',
    }),
  );
  await chat.open();
  await chat.start();
  await chat.expectFailure('sdk_too_old');
  await expect(chat.alert).toContainText('2.1.0 or later');
  await expect(chat.button('Start conversation')).toBeVisible();
  await chat.expectCodes(0);
});
