/** MetaStudio's refusals while a conversation starts, and the events that end a live one. */
import { expect, test } from './fixtures';

test.beforeEach(({ expectedErrors }) => {
  // The emulator refuses the SDK's own requests on purpose, and the browser's console reports it.
  expectedErrors.push(/Failed to load resource.*\/(auth-once-code|smart-chat-jobs)/);
});

test('a code refused once is replaced, and the start continues', async ({ chat, page }) => {
  await chat.begin({
    clock: 'held',
    fault: { target: 'auth-once-code', times: 1, status: 401, errorCode: 'MSS.47010046' },
  });
  await chat.expectStatus('retrying');
  await page.clock.resume();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
});

test('a code that expired before use is replaced', async ({ chat, emulator, page }) => {
  await page.route(
    '**/auth-once-code',
    async (route) => {
      await emulator.advance(301);
      await route.fallback();
    },
    { times: 1 },
  );
  await chat.begin();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
});

test('a start ends after three refused codes', { tag: '@core' }, async ({ chat }) => {
  await chat.begin({
    clock: 'held',
    fault: { target: 'auth-once-code', times: 9, status: 401, errorCode: 'MSS.47010046' },
  });
  await chat.passRetries();
  await chat.expectFailure('refused');
  await chat.expectCodes(3);
  await expect(chat.button('Try again')).toBeVisible();
  await expect(chat.button('Start conversation')).toHaveCount(0);
});

test('a locked account is never retried', async ({ chat, page }) => {
  await chat.begin({
    clock: 'running',
    fault: { target: 'auth-once-code', times: 9, status: 403, errorCode: 'MSS.47010047' },
  });
  await chat.expectStatus('failed');
  await page.clock.fastForward('05:00');
  await chat.expectStatus('failed');
  await chat.expectCodes(1);
  await expect(chat.button('Try again')).toHaveCount(0);
  await expect(chat.button('Start conversation')).toBeVisible();
});

test('a busy service is retried after longer pauses', async ({ chat, page }) => {
  await chat.begin({
    clock: 'held',
    fault: { target: 'smart-chat-jobs', times: 1, status: 400, errorCode: 'MSS.20010135' },
  });
  await chat.expectStatus('retrying');
  await page.clock.fastForward('00:01'); // a usual pause would have ended
  await chat.expectStatus('retrying');
  await page.clock.fastForward('00:05');
  await page.clock.resume();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
});

for (const [code, kind] of [
  ['MSS.47010120', 'quota'],
  ['MSS.47010035', 'permission'],
  ['MSS.47010034', 'robot'],
  ['MSS.98765432', 'unknown'],
] as const) {
  test(`${code} at the start fails at once with an explanation`, async ({ chat, emulator }) => {
    await emulator.fault({ target: 'smart-chat-jobs', times: 9, status: 403, errorCode: code });
    await chat.open();
    await chat.start();
    await chat.expectFailure(kind);
    await expect(chat.alert).toContainText(code);
    await chat.expectCodes(1);
  });
}

test('a connection dropped while the code is redeemed is tried again', async ({ chat, page, expectedErrors }) => {
  expectedErrors.push(/ERR_CONNECTION_RESET/);
  await page.route('**/auth-once-code', (route) => route.abort('connectionreset'), { times: 1 });
  await chat.begin();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
});

test('a start without an answer fails after ten seconds, and can be tried again after the countdown', async ({
  chat,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_CONNECTION_RESET/);
  await page.route('**/smart-chat-jobs', (route) => route.abort('connectionreset'), { times: 1 });
  await chat.begin({ clock: 'running' });
  await chat.expectStatus('connecting');
  await expect(async () => {
    await page.clock.fastForward(1_000);
    await expect(chat.status).toHaveAttribute('data-status', 'failed', { timeout: 100 });
  }).toPass();
  await expect(chat.alert).toContainText('start_unanswered');
  await expect(chat.button('Try again')).toBeDisabled();
  await chat.expectCodes(1);
  await page.clock.fastForward(40_000);
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
});

test('after a kick-out the page says so, requests no code, and the user can return', async ({
  chat,
  emulator,
  page,
}) => {
  await chat.goLive();
  await chat.ask('Who are you?');
  await expect(chat.transcript).toContainText('Who are you?');
  await emulator.push('kick-out');
  await chat.expectFailure('kicked');
  await expect(chat.transcript).toContainText('Who are you?');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await chat.expectCodes(1);
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await chat.expectCodes(2);
});

test('silence ends the session after a warning, with an explanation and without a failure', async ({
  chat,
  emulator,
}) => {
  await chat.goLive();
  await emulator.push('silence-warning', { restTimeMs: 30_000 });
  await expect(chat.page.getByText(/still there/i)).toBeVisible();
  await emulator.push('silence-timeout');
  await chat.expectStatus('ended');
  await expect(chat.page.getByText(/so the conversation was closed/i)).toBeVisible();
  await chat.expectCodes(1);
});

test('a lost connection is restored without a new code', async ({ chat, emulator, page }) => {
  await page.clock.install();
  await chat.goLive();
  await emulator.push('drop', { afterMs: 60_000 });
  await chat.expectStatus('reconnecting');
  await page.clock.fastForward('01:00');
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('the session fails when a lost connection is not restored in time', async ({ chat, emulator, page }) => {
  await page.clock.install();
  await chat.goLive();
  await emulator.push('drop', { forever: true });
  await chat.expectStatus('reconnecting');
  await page.clock.fastForward('02:51');
  await chat.expectStatus('failed');
  await expect(chat.button('Try again')).toBeVisible();
  await chat.expectCodes(1);
});

test('the session waits for a digital human that left', async ({ chat, emulator, page }) => {
  await page.clock.install();
  await chat.goLive();
  await emulator.push('peer-left', { afterMs: 60_000 });
  await chat.expectStatus('reconnecting');
  await page.clock.fastForward('01:00');
  await chat.expectStatus('live');
  await chat.expectCodes(1);
});

test('an error of the cloud while live ends the session and requests no code', async ({ chat, emulator }) => {
  await chat.goLive();
  await emulator.push('error', { code: '999000002' });
  await chat.expectStatus('failed');
  await expect.poll(() => emulator.events()).toContain('job-stopped');
  await chat.expectCodes(1);
});
