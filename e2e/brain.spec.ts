/**
 * The app's own brain behind the digital human: the user's identity, the parts on the screen, and continuing in
 * writing.
 */
import { createHmac } from 'node:crypto';
import { brainEnvironment } from '../scripts/local-stack';
import { expect, test } from './fixtures';
import { appPort, misconfiguredUrl } from './stack';

test('the digital human knows the signed-in user', async ({ chat }) => {
  await chat.goLive();
  await chat.ask('Who am I?');
  await expect(chat.answers.last()).toContainText('You are Edna Tester.');
});

test('an answer shows its sources, and the keyboard can ask its suggestions', async ({ chat, page }) => {
  await chat.goLive();
  await chat.ask('What is a once code?');
  const answer = chat.answers.last();
  const source = answer.getByRole('list', { name: 'Sources' }).getByRole('link').first();
  const href = '/docs/overview#what-is-the-life-of-a-once-code';
  await expect(source).toHaveAttribute('href', href);
  await expect(answer).not.toContainText('http');
  const suggestion = answer.getByRole('group', { name: 'Suggested questions' }).getByRole('button').first();
  const question = (await suggestion.textContent()) ?? '?';
  await suggestion.focus();
  await page.keyboard.press('Enter');
  await expect(chat.message).toBeFocused(); // the button is gone
  await expect(chat.transcript.getByRole('article').filter({ hasText: /^You/ }).last()).toContainText(question);

  // Located by its address: the answer to the suggestion becomes the last one and has its own sources.
  const link = chat.transcript.locator(`a[href="${href}"]`).first();
  const [docs] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await expect(docs.getByRole('heading', { name: 'What is the life of a once code?' })).toBeInViewport();
});

const source = { title: 'x', url: 'https://example.com/' };
for (const [name, extras] of Object.entries({
  'with a script link': { v: 1, sources: [{ title: 'x', url: 'javascript:document.title="hacked"' }] },
  'of another version': { v: 2, sources: [source] },
  'of 10 kB': { v: 1, sources: [source], padding: 'x'.repeat(10_240) },
  'with an unknown action': { v: 1, sources: [source], action: { type: 'run', script: 'document.title="hacked"' } },
}))
  test(`extras ${name} show nothing`, async ({ chat, page }) => {
    let sent = 0;
    await page.routeWebSocket(/digital-human-chat\/chat/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        const frame = JSON.parse(String(message));
        if (frame.action === 'semantic_recognized' && frame.extend_param) {
          frame.extend_param = JSON.stringify(extras);
          sent += 1;
        }
        socket.send(JSON.stringify(frame));
      });
    });
    await chat.goLive();
    await chat.ask('What is a once code?');
    await expect(chat.answers.last()).toContainText('with a digital human.');
    await expect.poll(() => sent).toBeGreaterThan(0);
    await expect(chat.transcript.getByRole('link')).toHaveCount(0);
    await expect(chat.transcript.getByRole('button')).toHaveCount(0);
    await expect(page).not.toHaveTitle('hacked');
  });

test('a source title that looks like HTML is shown as text', async ({ chat, page }) => {
  const title = '<img src=x onerror="document.title=1">';
  await page.routeWebSocket(/digital-human-chat\/chat/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const frame = JSON.parse(String(message));
      if (frame.action === 'semantic_recognized' && frame.extend_param)
        frame.extend_param = JSON.stringify({ v: 1, sources: [{ title, url: 'https://example.com/' }] });
      socket.send(JSON.stringify(frame));
    });
  });
  await chat.goLive();
  await chat.ask('What is a once code?');
  await expect(chat.answers.last().getByRole('link', { name: title })).toBeVisible();
  await expect(chat.transcript.locator('img')).toHaveCount(0);
});

test('when every digital human is busy the user can continue in writing, and can still try again', async ({
  chat,
  emulator,
  expectedErrors,
  page,
}) => {
  expectedErrors.push(/smart-chat-jobs/);
  await emulator.fault({ target: 'smart-chat-jobs', errorCode: 'MSS.20010135', times: 3 });
  await page.clock.install();
  await chat.open();
  await chat.pauseClock();
  await chat.start();
  for (const attempt of ['2 of 3', '3 of 3']) {
    await expect(chat.status).toContainText(attempt);
    await page.clock.fastForward('00:15');
  }
  await chat.expectStatus('failed');
  await page.clock.resume();
  await chat.button('Go on in writing').click();
  await expect(chat.message).toBeFocused();
  await expect(chat.button('Try again')).toBeVisible();
  await chat.ask('Who am I?');
  await expect(chat.answers.last()).toContainText('You are Edna Tester.');
  await chat.ask('What is a once code?');
  await expect(chat.answers.last().getByRole('list', { name: 'Sources' })).toBeVisible();

  const codes = (await emulator.codes()).length;
  await chat.button('Try again').click();
  await chat.expectStatus('live');
  await expect(chat.transcript).toContainText('You are Edna Tester.');
  await chat.expectCodes(codes + 1);
});

test('a callback that fails ends its answer, not the conversation', async ({ chat, emulator }) => {
  await emulator.fault({ target: 'llm-callback', status: 500, times: 1 });
  await chat.goLive();
  await chat.ask('What is a once code?');
  const sdkErrorPage = chat.page.getByText('The LLM could not be reached');
  await expect(chat.button('Start again')).toBeVisible();
  await expect(sdkErrorPage).toBeAttached();
  await expect(sdkErrorPage).toBeHidden(); // the app's own layer stands in its place
  await chat.ask('Who am I?');
  await expect(chat.answers.last()).toContainText('Edna Tester');
});

test('the routes refuse callers that are not signed in', async ({ api, request }) => {
  const from = { origin: new URL(misconfiguredUrl).origin, 'sec-fetch-site': 'cross-site' };
  const data = { question: 'Who am I?', history: [] };
  expect((await request.post('/api/answer', { data, headers: { 'sec-fetch-site': 'same-origin' } })).status()).toBe(
    401,
  );
  expect((await api.post('/api/answer', { data, headers: from })).status()).toBe(403);
  const own = { 'sec-fetch-site': 'same-origin' };
  expect((await api.post('/api/answer', { data: { question: '' }, headers: own })).status()).toBe(400);
  expect((await api.get('/api/answer')).status()).toBe(405);
  const shownToAnother = { ...own, 'x-shown-user': 'of someone else' };
  expect((await api.post('/api/answer', { data, headers: shownToAnother })).status()).toBe(409);
  const answer = await api.post('/api/answer', { data, headers: own });
  expect(answer.headers()['content-type']).toBe('text/event-stream;charset=UTF-8');
  expect(await answer.text()).toContain('Edna');

  const refusal = await request.post('/api/brain', { data: { app_id: 'x', messages: [{ content: 'Hello?' }] } });
  expect(refusal.status()).toBe(400);
  expect(await refusal.json()).toMatchObject({ error_code: 'bad_query' });
  expect((await request.get('/api/brain')).status()).toBe(405);
});

test('the callback answers a signed call once and refuses malformed, forged and late calls', async ({ request }) => {
  const { BRAIN_URL: url = '', BRAIN_APP_KEY: key = '', BRAIN_APP_ID: app_id } = brainEnvironment(appPort);
  const body = JSON.stringify({ app_id, messages: [{ content: `What is a once code? ${crypto.randomUUID()}` }] });
  const queryOf = (at = Date.now(), by = key) => {
    const secret = createHmac('sha256', by).update(`${url}${at}`).digest('hex');
    return `?secret=${secret}&time_stamp=${at.toString(16)}`;
  };
  const ask = async (search: string, data: string, type = 'application/json') => {
    const response = await request.post(`/api/brain${search}`, { data, headers: { 'content-type': type } });
    if (response.status() === 200) return 'answered';
    expect(response.status(), data.slice(0, 50)).toBe(400);
    const refusal = await response.json();
    expect(Object.keys(refusal)).toEqual(['error_code', 'error_msg']);
    return refusal.error_code as string;
  };
  const signed = queryOf();
  expect(await ask(signed, body)).toBe('answered');
  expect(await ask(signed, body)).toBe('replay');
  expect(await ask(`${signed}&secret=${'0'.repeat(64)}`, body)).toBe('bad_query');
  expect(await ask(signed.replace('secret', 'sekret'), body)).toBe('bad_query');
  expect(await ask(queryOf(Date.now(), 'another'), body)).toBe('bad_signature');
  expect(await ask(queryOf(Date.now() - 301_000), body)).toBe('bad_time');
  expect(await ask(queryOf(), '{')).toBe('bad_body');
  expect(await ask(queryOf(), JSON.stringify({ app_id, messages: [] }))).toBe('bad_body');
  expect(await ask(queryOf(), body.replace(app_id ?? '?', 'another'))).toBe('bad_app_id');
  expect(await ask(queryOf(), 'x'.repeat(128 * 1024 + 1))).toBe('bad_size');
  const multipart = await request.post(`/api/brain${queryOf()}`, {
    data: 'x',
    headers: { 'content-type': 'multipart/form-data' },
  });
  expect(multipart.status()).toBe(400);
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await request.fetch(`/api/brain${queryOf()}`, { method })).status(), method).toBe(405);
});
