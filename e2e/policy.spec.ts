/** The Content-Security-Policy and the other security headers, with a whole conversation. */
import { expect, test } from './fixtures';

test('a conversation runs with no violation of the Content-Security-Policy', async ({ chat, page }) => {
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.transcript).toContainText('Who are you?');
  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
});

for (const path of ['/', '/sign-in', '/chat', '/no-such-page']) {
  test(`${path} has the same policy, with a new nonce each time`, async ({ chat, page, expectedErrors }) => {
    expectedErrors.push(/404/);
    void chat; // signed in
    const policyOf = async () => (await page.goto(path))?.headers()['content-security-policy'] ?? '';
    const [first, second] = [await policyOf(), await policyOf()];
    expect(first).toMatch(/script-src [^;]*'nonce-[^']+' 'strict-dynamic'/);
    expect(first).not.toContain('unsafe-eval');
    expect(first).not.toBe(second);
    const home = (await page.goto('/'))?.headers()['content-security-policy'] ?? '';
    const withoutNonce = (policy: string) => policy.replace(/'nonce-[^']+'/g, '');
    expect(withoutNonce(first)).toBe(withoutNonce(home));
  });
}

test('an inline handler does not run, and is reported', async ({ page, expectedErrors }) => {
  expectedErrors.push(/Content Security Policy/);
  await page.goto('/');
  const directive = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (effectiveDirective.startsWith('script-src')) resolve(effectiveDirective);
        });
        const div = document.createElement('div');
        document.body.append(div);
        div.innerHTML = '<img src="x:" onerror="document.title = \'owned\'">';
      }),
  );
  expect(directive).toBe('script-src-attr');
  await expect(page).not.toHaveTitle('owned');
});
