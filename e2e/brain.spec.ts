/** The app's own brain behind the digital human: who asks, what is on the screen, and going on in writing. */
import { expect, test } from './fixtures';
import { misconfiguredUrl } from './stack';

test('the digital human knows who is signed in', async ({ chat }) => {
  await chat.goLive();
  await chat.ask('Who am I?');
  await expect(chat.answers.last()).toContainText('You are Edna Tester.');
});

test('an answer shows its sources, and the keyboard can ask its suggestions', async ({ chat, page }) => {
  await chat.goLive();
  await chat.ask('What is a once code?');
  const answer = chat.answers.last();
  const source = answer.getByRole('list', { name: 'Sources' }).getByRole('link').first();
  await expect(source).toHaveAttribute('href', '/docs/overview#what-is-the-life-of-a-once-code');
  await expect(answer).not.toContainText('http');
  const suggestion = answer.getByRole('group', { name: 'Suggested questions' }).getByRole('button').first();
  const question = (await suggestion.textContent()) ?? '?';
  await suggestion.focus();
  await page.keyboard.press('Enter');
  await expect(chat.transcript.getByRole('article').filter({ hasText: /^You/ }).last()).toContainText(question);

  const [docs] = await Promise.all([page.context().waitForEvent('page'), source.click()]);
  await expect(docs.getByRole('heading', { name: 'What is the life of a once code?' })).toBeInViewport();
});

test('hostile extras of an answer show nothing', async ({ chat, page }) => {
  await page.routeWebSocket(/digital-human-chat\/chat/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const frame = JSON.parse(String(message));
      if (frame.action === 'semantic_recognized' && frame.extend_param) {
        const sources = [{ title: 'x', url: 'javascript:document.title="hacked"' }];
        frame.extend_param = JSON.stringify({ v: 1, sources });
      }
      socket.send(JSON.stringify(frame));
    });
  });
  await chat.goLive();
  await chat.ask('What is a once code?');
  await expect(chat.answers.last()).toContainText('with a digital human.');
  await expect(chat.transcript.getByRole('link')).toHaveCount(0);
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
  await chat.holdTime();
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
  await expect(chat.page.getByText('The LLM could not be reached')).toBeVisible();
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
  const answer = await api.post('/api/answer', { data, headers: own });
  expect(answer.headers()['content-type']).toBe('text/event-stream;charset=UTF-8');
  expect(await answer.text()).toContain('Edna');

  const refusal = await request.post('/api/brain', { data: { app_id: 'x', messages: [{ content: 'Hello?' }] } });
  expect(refusal.status()).toBe(400);
  expect(await refusal.json()).toMatchObject({ error_code: 'bad_query' });
  expect((await request.get('/api/brain')).status()).toBe(405);
});
