/** Every state of the product for the gallery, and how to reach it in either language: nothing here depends on text. */
import type { Page } from 'playwright';
import { CONSENT_COOKIE } from '../../lib/consent';
import type { EmulatorControl } from '../../scripts/emulator-control';

const questions: Record<string, string> = { en: 'What is a once code?', 'zh-CN': '一次性鉴权码是什么？' };

/** Finds elements independently of the language. */
const find = {
  mainAction: '[data-main-action]',
  message: 'textarea',
  send: '#content :has(> textarea) > button:last-of-type',
  speak: '#content [aria-describedby=speak-hint]',
  sheet: '[popovertarget=conversation-sheet]',
  end: '#content section > div:last-child > button:last-of-type',
  options: ':has(> [role=log]) > div:first-child button',
  answer: '[role=log] article:nth-of-type(2)',
};

/** A speech recognition that recognises half a sentence. A string, because tsx adds helpers to functions. */
const HALF_A_SENTENCE = `window.webkitSpeechRecognition = class {
  start() {
    this.onaudiostart();
    const transcript = document.documentElement.lang === 'en' ? 'How long does a' : '一次性鉴权码能用';
    setTimeout(() => this.onresult({ resultIndex: 0, results: [Object.assign([{ transcript }], { isFinal: false })] }), 100);
  }
  abort() {}
}`;

export interface Visit {
  page: Page;
  locale: string;
  /** For this user. */
  emulator: EmulatorControl;
}

/** After this time every start is live or has failed: 60 s, and three times the default METASTUDIO_READY_TIMEOUT_MS. */
const LONGEST_START_MS = 150_000;

/** @throws with what the page says when the start has failed, or asks a question, instead */
async function status(page: Page, value: string): Promise<void> {
  const wanted = page.locator(`[data-status=${value}]`);
  const otherEnd = page.locator('[data-status=failed], dialog[open]');
  await wanted.or(otherEnd).first().waitFor({ timeout: LONGEST_START_MS });
  if (await wanted.isVisible()) return;
  throw new Error(`Not ${value}: ${await page.locator('[role=alert], dialog[open]').first().innerText()}`);
}

async function goLive({ page }: Visit): Promise<void> {
  await page.goto('/chat');
  await page.locator(find.mainAction).click();
  await status(page, 'live');
}

async function ask({ page, locale }: Visit): Promise<void> {
  await page.locator(find.message).fill(questions[locale] ?? '');
  await page.locator(find.send).click();
  // Some lines of the answer, so that the picture shows a conversation.
  await page.locator(find.answer).getByText(/.{60}/s).first().waitFor({ timeout: 60_000 });
}

/** How the page reaches each state, by name. */
export const states: Record<string, (visit: Visit) => Promise<unknown>> = {
  landing: ({ page }) => page.goto('/'),
  'sign-in': ({ page }) => page.goto('/sign-in'),
  privacy: ({ page }) => page.goto('/privacy'),
  'not-found': ({ page }) => page.goto('/no-such-page'),
  idle: ({ page }) => page.goto('/chat'),
  consent: async ({ page }) => {
    await page.context().clearCookies({ name: CONSENT_COOKIE });
    await page.goto('/chat');
    await page.locator(find.mainAction).click();
    await page.locator('dialog').waitFor();
  },
  'another-tab': async (visit) => {
    await goLive({ ...visit, page: await visit.page.context().newPage() });
    await visit.page.bringToFront();
    await visit.page.goto('/chat');
    await visit.page.locator(find.mainAction).click();
    await visit.page.locator('dialog').waitFor();
  },
  connecting: async ({ page, emulator }) => {
    await emulator.fault({ target: 'smart-chat-jobs', kind: 'hang' });
    await page.goto('/chat');
    await page.locator(find.mainAction).click();
    await status(page, 'connecting');
  },
  retrying: async ({ page, emulator }) => {
    await emulator.fault({ target: 'smart-chat-jobs', errorCode: 'MSS.20010135' });
    await page.goto('/chat');
    await page.clock.install();
    await page.locator(find.mainAction).click();
    await status(page, 'retrying');
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 50));
  },
  live: goLive,
  answering: async (visit) => {
    await goLive(visit);
    await ask(visit);
  },
  listening: async (visit) => {
    await visit.page.addInitScript({ content: HALF_A_SENTENCE });
    await goLive(visit);
    await visit.page.locator(find.speak).dispatchEvent('click');
    await visit.page.locator('[role=log] article').waitFor();
  },
  sheet: async (visit) => {
    await goLive(visit);
    await visit.page.locator(find.sheet).click();
    await visit.page.locator('#conversation-sheet dl').waitFor();
  },
  devices: async (visit) => {
    await goLive(visit);
    await visit.page.locator(find.sheet).click();
    await visit.page.locator('#conversation-sheet > button').click();
    await visit.page.locator('.hw-devices').waitFor();
  },
  debug: async ({ page }) => {
    await page.goto('/chat?debug');
    await page.locator(find.mainAction).click();
    await status(page, 'live');
  },
  'still-there': async (visit) => {
    await goLive(visit);
    await ask(visit);
    await visit.emulator.push('silence-warning', { restTimeMs: 60_000 });
    await visit.page.locator('#content section [role=alert]').waitFor();
  },
  reconnecting: async (visit) => {
    await goLive(visit);
    await visit.emulator.push('drop', { forever: true });
    await status(visit.page, 'reconnecting');
  },
  failed: async ({ page, emulator }) => {
    await emulator.fault({ target: 'once-code', status: 401, errorCode: 'APIG.0301' });
    await page.goto('/chat');
    await page.locator(find.mainAction).click();
    await status(page, 'failed');
  },
  ended: async (visit) => {
    await goLive(visit);
    await ask(visit);
    await visit.page.locator(find.end).click();
    await status(visit.page, 'ended');
  },
  feedback: async (visit) => {
    await states.ended?.(visit);
    await visit.page.locator('[role=radiogroup] label').last().click();
  },
  'save-or-delete': async (visit) => {
    await goLive(visit);
    await ask(visit);
    await visit.page.locator(find.options).click();
    await visit.page.locator('dialog').waitFor();
  },
};
