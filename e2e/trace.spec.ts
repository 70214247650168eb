/**
 * The recorder of `npm run test:live`, on the stand-in: it records a whole conversation, stores no secret, and changes
 * nothing.
 */
import { traceDifferences } from '../scripts/test-live/trace/differences';
import { expect, signIn, test } from './fixtures';
import { keepTrace, recordConversation } from './record-conversation';
import { watchSecrets } from './watch-secrets';

test.use({ permissions: ['microphone'] });

test('two conversations with the same SDK leave the same trace, without a secret', async ({
  page,
  chat,
  user,
  browser,
  emulator,
}) => {
  void chat; // signed in
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (/\/(once-code|auth-once-code|create-once-token|smart-chat-jobs)$/.test(new URL(response.url()).pathname))
      bodies.push(response.text().catch(() => ''));
  });
  const first = await recordConversation(page);

  const context = await browser.newContext({ permissions: ['microphone'], locale: 'en-US' });
  const again = await context.newPage();
  const secrets = watchSecrets(again);
  await signIn(again, user);
  const second = await recordConversation(again);
  await secrets.expectNowhere();
  await context.close();

  keepTrace('stand-in', first);
  keepTrace('stand-in-again', second);
  expect(traceDifferences(first, second, { ours: 'first', theirs: 'second' })).toEqual([]);

  const lines = first.entries.map(({ kind, what }) => `${kind} ${what}`);
  for (const line of [
    'page loads HwICSUiSdk',
    'call create',
    'http POST server /v1/digital-human-chat/auth-once-code',
    'http POST server /v1/digital-human-chat/smart-chat-jobs',
    'event jobInfoChange',
    'call startChat',
    'call sendTextQuestion',
    'event semanticRecognized',
    'permission opens the microphone',
    'call startUserSpeak',
    'call destroy',
    'http DELETE server /v1/digital-human-chat/token',
  ])
    expect(lines).toContain(line);
  expect(lines.some((line) => line.startsWith('socket send server'))).toBe(true);
  expect(lines.filter((line) => line.includes('/api/'))).toEqual([]);

  const text = JSON.stringify([first, second]);
  const texts = (await Promise.all(bodies)).flatMap((body) => body.match(/[\w.-]{12,}/g) ?? []);
  const values = texts.filter((value) => /\d/.test(value));
  expect(values.length).toBeGreaterThan(3);
  for (const secret of [user.id, user.name, 'Who are you?', ...values]) expect(text).not.toContain(secret);
  expect(await emulator.codes()).toHaveLength(2);
});
