/** What every integration must do, with any framework. The emulator's event log proves it. */
import { expect, type Page, test } from 'playwright/test';
import en from '../lib/i18n/en.json' with { type: 'json' };
import { EmulatorControl } from '../scripts/emulator-control.ts';

/** The user of the examples. */
const emulator = () => new EmulatorControl(test.info().project.metadata.emulatorUrl, 'example-ada');

const session = (page: Page) => page.getByRole('status', { name: 'Session' });
const start = (page: Page) => page.getByRole('button', { name: 'Start conversation' });
const consent = (page: Page) => page.getByRole('dialog', { name: 'Before you start' });

/** Starts and agrees, each by a double click, which must start only one conversation. */
async function startAndAgree(page: Page): Promise<void> {
  await start(page).click();
  await consent(page).getByRole('button', { name: 'Agree and start' }).dblclick();
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(question);
  await page.getByRole('button', { name: 'Send' }).click();
}

test.beforeEach(async ({ page }) => {
  await emulator().reset();
  await page.goto('/');
});

test('goes live, asks, answers and ends, with one code', async ({ page }) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await startAndAgree(page);
  await expect(session(page)).toHaveAttribute('data-status', 'live');
  await ask(page, 'What is a once code?');
  await expect(page.getByRole('log')).toContainText(/one-off ticket/);
  await page.getByRole('button', { name: 'End conversation' }).click();
  await expect(session(page)).toHaveAttribute('data-status', 'ended');
  expect(await emulator().codes()).toMatchObject([{ redeemTries: 1 }]);
  expect(errors).toEqual([]); // no violation of the policy, and no error
});

test('loads nothing of the SDK and requests no code before the user agrees', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await start(page).click();
  await consent(page).getByRole('button', { name: 'Not now' }).click();
  await expect(consent(page)).toBeHidden();
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => /HwICSUiSdk|once-code/.test(url))).toEqual([]);
  await expect(session(page)).toHaveAttribute('data-status', 'idle');
});

test('knows the user in its own LLM callback', async ({ page }) => {
  await startAndAgree(page);
  await expect(session(page)).toHaveAttribute('data-status', 'live');
  await ask(page, 'Who am I?');
  await expect(page.getByRole('log')).toContainText('Hello Ada Lovelace.');
});

test('replaces a refused code by a new one', async ({ page }) => {
  await emulator().fault({ target: 'auth-once-code', times: 1, errorCode: 'MSS.47010046' });
  await startAndAgree(page);
  await expect(session(page)).toHaveAttribute('data-status', 'live');
  expect(await emulator().codes()).toHaveLength(2);
});

test('explains why a start failed, and requests no further code', async ({ page }) => {
  await emulator().fault({ target: 'auth-once-code', times: 1, errorCode: 'MSS.47010047' });
  await startAndAgree(page);
  await expect(page.getByRole('alert')).toContainText(en.failure.entry.locked.happened);
  await expect(session(page)).toHaveAttribute('data-status', 'failed');
  expect(await emulator().codes()).toHaveLength(1);
});

test('names an unknown code', async ({ page }) => {
  await emulator().fault({ target: 'auth-once-code', times: 1, errorCode: 'MSS.47019999' });
  await startAndAgree(page);
  await expect(page.getByRole('alert')).toContainText(
    en.failure.entry.unknown.happened.replace('{code}', 'MSS.47019999'),
  );
});

test('refuses a code to another site', async ({ request }) => {
  const answer = await request.post('/api/once-code', { headers: { origin: 'https://elsewhere.example' } });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'cross_origin' });
  expect(await emulator().codes()).toHaveLength(0);
});

test('answers the requests that the vendor’s SDK sends after its destroy', async ({ request }) => {
  for (const method of ['POST', 'GET', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await request.fetch('/v1/digital-human-chat/endpoint/stats', { method, data: '{' });
    expect(answer.status()).toBe(404);
    expect(answer.headers()['content-type']).toContain('application/json');
    expect(await answer.json()).toEqual({ error_code: 'not_here' });
  }
});

test.describe('the component', () => {
  test.beforeEach(() => {
    test.skip(test.info().project.name !== 'express-vite', 'The plain page shows the session without the component.');
  });

  test('runs one conversation per browser', async ({ page, context }) => {
    await startAndAgree(page);
    await expect(session(page)).toHaveAttribute('data-status', 'live');
    const second = await context.newPage();
    await second.goto('/');
    await start(second).click(); // the consent applies to every tab
    const question = second.getByRole('dialog', { name: 'Continue here?' });
    await question.getByRole('button', { name: 'Leave it there' }).click();
    await expect(session(second)).toHaveAttribute('data-status', 'idle');
    await expect(session(page)).toHaveAttribute('data-status', 'live');

    await start(second).click();
    await question.getByRole('button', { name: 'Continue here' }).click();
    await expect(session(second)).toHaveAttribute('data-status', 'live');
    await expect(session(page)).toHaveAttribute('data-status', 'ended');
    expect(await emulator().codes()).toHaveLength(2);
  });

  test('keeps the transcript over a reload, until the user deletes it', async ({ page }) => {
    await startAndAgree(page);
    await expect(session(page)).toHaveAttribute('data-status', 'live');
    await ask(page, 'What is a once code?');
    await expect(page.getByRole('log')).toContainText(/one-off ticket/);
    await page.getByRole('button', { name: 'End conversation' }).click();
    await page.reload();
    await expect(page.getByRole('log')).toContainText(/one-off ticket/);
    await page.getByRole('button', { name: 'Delete transcript' }).click();
    await page.reload();
    await expect(page.getByRole('log')).toHaveText('');
  });

  test('deletes transcript and consent at sign-out', async ({ page }) => {
    await startAndAgree(page);
    await expect(session(page)).toHaveAttribute('data-status', 'live');
    await ask(page, 'What is a once code?');
    await expect(page.getByRole('log')).toContainText(/one-off ticket/);
    await page.getByRole('button', { name: 'End conversation' }).click();
    await expect(session(page)).toHaveAttribute('data-status', 'ended');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(session(page)).toHaveAttribute('data-status', 'idle');
    await expect(page.getByRole('log')).toHaveText('');
    await start(page).click();
    await expect(consent(page)).toBeVisible();
  });

  test('opens the microphone and closes it, and shows which', async ({ page }) => {
    // Chromium has no recognition of its own: its error would close the microphone at any moment.
    await page.addInitScript(() => {
      class Recognition {
        onaudiostart() {}
        start() {
          this.onaudiostart();
        }
        abort() {}
      }
      Object.assign(window, { webkitSpeechRecognition: Recognition });
    });
    await page.reload();
    await startAndAgree(page);
    await expect(session(page)).toHaveAttribute('data-status', 'live');
    await page.getByRole('button', { name: 'Speak' }).click();
    await page.getByRole('button', { name: 'Listening', pressed: true }).click();
    await expect(page.getByRole('button', { name: 'Speak', pressed: false })).toBeVisible();
  });

  test('asks before the user leaves a live conversation', async ({ page }) => {
    await startAndAgree(page);
    await expect(session(page)).toHaveAttribute('data-status', 'live');
    const asked = page.waitForEvent('dialog');
    const left = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await left;
  });

  test('fits into a window of 1280 × 720, message box included', async ({ page }) => {
    await startAndAgree(page);
    await expect(session(page)).toHaveAttribute('data-status', 'live');
    await ask(page, 'What is a once code?');
    await expect(page.getByRole('log')).toContainText(/one-off ticket/);
    await expect(page.getByRole('button', { name: 'Send' })).toBeInViewport({ ratio: 1 });
  });
});
