/**
 * The consent says that conversations are recorded, according to the account or to RECORDING_NOTICE. These tests change
 * the account of an emulator of their own. Each app reads the account when it starts.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CONSENT_VERSION } from '../lib/consent';
import { EmulatorControl } from '../scripts/emulator-control';
import { anyFreePort } from '../scripts/free-port';
import { EMULATOR } from '../scripts/local-stack';
import { untilUp } from '../scripts/until';
import { Chat, consentCookie, expect, signIn, test } from './fixtures';

test.describe.configure({ mode: 'default' }); // in one worker: they share the emulator

let emulatorProcess: ChildProcess;
let port: number;
let account: EmulatorControl;

test.beforeAll(async () => {
  port = await anyFreePort();
  const env = { ...process.env, EMULATOR_PORT: String(port) };
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  emulatorProcess = spawn(process.execPath, EMULATOR, { cwd, env, stdio: 'ignore' });
  account = new EmulatorControl(`http://127.0.0.1:${port}`);
  await untilUp(account.url);
});
test.beforeEach(() => account.reset());
test.afterAll(() => emulatorProcess?.kill());

test('users who agreed to the text without the notice are asked again, once', async ({ page, user, startApp }) => {
  await account.console({ set: { enable_dialog_report: true } });
  const { url } = await startApp({}, { emulator: port });
  await signIn(page, user, url);
  const chat = new Chat(page, account.of(user.id));
  await page.goto(`${url}/privacy`);
  await expect(page.getByRole('main')).toContainText('Conversations are recorded');
  await expect(page.getByRole('status')).toContainText('You have not agreed');

  await page.goto(`${url}/chat`);
  await chat.start();
  const dialog = page.getByRole('dialog', { name: 'Before you start' });
  await expect(dialog).toContainText('The conversation is recorded');
  await chat.expectCodes(0);
  await chat.button('Agree and start').click();
  await chat.expectStatus('live');
  expect(await page.context().cookies()).toContainEqual(
    expect.objectContaining({ name: consentCookie.name, value: `${CONSENT_VERSION}r` }),
  );

  await page.reload();
  await chat.start();
  await chat.expectStatus('live');
  await page.goto(`${url}/privacy`);
  await expect(page.getByRole('status')).toContainText('You have agreed');
});

test('without recording the page does not mention it', async ({ page, user, startApp }) => {
  const { url } = await startApp({}, { emulator: port });
  await signIn(page, user, url);
  await page.context().clearCookies({ name: consentCookie.name });
  await page.goto(`${url}/chat`);
  await new Chat(page, account.of(user.id)).start();
  await expect(page.getByRole('dialog', { name: 'Before you start' })).not.toContainText('record');
  await page.goto(`${url}/privacy`);
  await expect(page.getByRole('main')).toContainText('does not record');
});

test('RECORDING_NOTICE overrides the account', async ({ page, user, startApp }) => {
  await account.console({ set: { enable_audio_record: true } });
  const { url } = await startApp({ RECORDING_NOTICE: '0' }, { emulator: port });
  await signIn(page, user, url);
  await page.goto(`${url}/privacy`);
  await expect(page.getByRole('main')).toContainText('does not record');
  await account.reset();
  const other = await startApp({ RECORDING_NOTICE: '1' }, { emulator: port });
  await page.goto(`${other.url}/privacy`);
  await expect(page.getByRole('main')).toContainText('Conversations are recorded');
});

test('a key without the permission counts as recorded, and the log names the permission', async ({
  page,
  user,
  startApp,
}) => {
  await account.fault({ target: 'record-config', times: 99, status: 403, errorCode: 'MSS.00024001' });
  const app = await startApp({}, { emulator: port });
  await signIn(page, user, app.url);
  await page.goto(`${app.url}/privacy`);
  await expect(page.getByRole('main')).toContainText('Conversations are recorded');
  const named = () => app.events('recording_unknown').map(({ recording, permission }) => [recording, permission]);
  await expect
    .poll(() => named().toSorted())
    .toEqual([
      ['text', 'MetaStudio ReadOnlyAccess'],
      ['voice', 'MetaStudio ReadOnlyAccess'],
    ]);
});

test('a cloud that does not answer delays no page for long', async ({ page, user, startApp }) => {
  await account.fault({ target: 'record-config', times: 99, kind: 'hang' });
  const { url } = await startApp({}, { emulator: port });
  await signIn(page, user, url);
  const took: number[] = [];
  for (let visit = 0; visit < 2; visit++) {
    const from = performance.now();
    expect((await page.request.get(`${url}/chat`)).status()).toBe(200);
    took.push(performance.now() - from);
  }
  const [first = 0, second = 0] = took;
  expect(first).toBeLessThan(6_000); // below the time limit of a call, on the slowest machine
  expect(second).toBeLessThan(first);
  await page.goto(`${url}/privacy`);
  await expect(page.getByRole('main')).toContainText('Conversations are recorded');
});
