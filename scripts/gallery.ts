/**
 * `npm run gallery`: a picture of every state, light and dark, in each size and language, into `gallery/`, to be looked at.
 * It needs a production build. Names as arguments restrict it: `npx tsx scripts/gallery.ts live zh-CN`.
 */
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from 'playwright';
import { demoPeople } from '../lib/server/demo-people';
import { findBrowser } from './find-browser';
import {
  demoSignIn,
  EMULATOR,
  emulatorSettings,
  freePort,
  NEXT,
  startNode,
  stopAll,
  stopOnSignals,
  untilUp,
} from './local-stack';

const FOLDER = 'gallery';
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
  { width: 844, height: 390 },
];
const locales = ['en', 'zh-CN'];
const questions: Record<string, string> = { en: 'What is a once code?', 'zh-CN': '一次性认证码是什么？' };

stopOnSignals();
const port = await freePort('PORT', 3000);
const emulatorPort = await freePort('EMULATOR_PORT', 4010);
const appUrl = `http://localhost:${port}`;
startNode('emulator', EMULATOR, { EMULATOR_PORT: String(emulatorPort) });
await untilUp(`http://127.0.0.1:${emulatorPort}/`);
startNode('app', [NEXT, 'start', '--port', String(port)], {
  ...emulatorSettings(emulatorPort),
  ...demoSignIn(),
  ONCE_CODES_PER_USER_PER_MINUTE: '0',
  NODE_ENV: 'production',
});
await untilUp(`${appUrl}/api/health`);

/** What is not the same in two languages is found by what it is. */
const find = {
  mainAction: '[data-main-action]',
  message: 'textarea',
  send: '#content form [type=submit]',
  speak: '#content form [aria-pressed]',
  sheet: '[popovertarget=conversation-sheet]',
  end: '#content section > div:last-child > button:last-of-type',
  answer: '[role=log] article:nth-of-type(2)',
};

/** A speech recognition that hears half a sentence. As text, because tsx puts names of its own into functions. */
const HALF_A_SENTENCE = `window.webkitSpeechRecognition = class {
  start() {
    this.onaudiostart();
    const transcript = document.documentElement.lang === 'en' ? 'How long does a' : '一次性认证码能用';
    setTimeout(() => this.onresult({ resultIndex: 0, results: [Object.assign([{ transcript }], { isFinal: false })] }), 100);
  }
  abort() {}
}`;

interface Visit {
  page: Page;
  locale: string;
}

const status = (page: Page, value: string) => page.locator(`[data-status=${value}]`).waitFor({ timeout: 60_000 });

async function goLive({ page }: Visit): Promise<void> {
  await page.goto(`${appUrl}/chat`);
  await page.locator(find.mainAction).click();
  await status(page, 'live');
}

async function ask({ page, locale }: Visit): Promise<void> {
  await page.locator(find.message).fill(questions[locale] ?? '');
  await page.locator(find.send).click();
  // Some lines of the answer: a picture of a conversation, not of its first word.
  await page.locator(find.answer).getByText(/.{60}/s).first().waitFor({ timeout: 60_000 });
}

async function control(path: string, body: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${emulatorPort}/emulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: demoPeople[0].id, ...body }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

const states: Record<string, (visit: Visit) => Promise<unknown>> = {
  landing: ({ page }) => page.goto(appUrl),
  'sign-in': ({ page }) => page.goto(`${appUrl}/sign-in`),
  'not-found': ({ page }) => page.goto(`${appUrl}/no-such-page`),
  idle: ({ page }) => page.goto(`${appUrl}/chat`),
  connecting: async ({ page }) => {
    await control('faults', { target: 'smart-chat-jobs', times: 1, kind: 'hang' });
    await page.goto(`${appUrl}/chat`);
    await page.locator(find.mainAction).click();
    await status(page, 'connecting');
  },
  retrying: async ({ page }) => {
    await control('faults', { target: 'smart-chat-jobs', times: 1, errorCode: 'MSS.20010135' });
    await page.goto(`${appUrl}/chat`);
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
  'still-there': async (visit) => {
    await goLive(visit);
    await ask(visit);
    await control('push', { event: 'silence-warning', restTimeMs: 60_000 });
    await visit.page.locator('#content section [role=alert]').waitFor();
  },
  reconnecting: async (visit) => {
    await goLive(visit);
    await control('push', { event: 'drop', forever: true });
    await status(visit.page, 'reconnecting');
  },
  failed: async ({ page }) => {
    await control('faults', { target: 'once-code', times: 1, status: 401, errorCode: 'APIG.0301' });
    await page.goto(`${appUrl}/chat`);
    await page.locator(find.mainAction).click();
    await status(page, 'failed');
  },
  ended: async (visit) => {
    await goLive(visit);
    await ask(visit);
    await visit.page.locator(find.end).click();
    await status(visit.page, 'ended');
  },
};

/** One visit for each state and language; theme and size change under the person's eyes. */
async function picture(name: string, locale: string): Promise<void> {
  const context = await browser.newContext({ locale, permissions: ['microphone'], viewport: sizes[0] ?? null });
  await context.addCookies([
    { name: 'digital-human-consent', value: '1', url: appUrl },
    { name: 'locale', value: locale, url: appUrl },
  ]);
  const page = await context.newPage();
  await page.goto(`${appUrl}/sign-in`);
  await page.locator('#content form button').first().click();
  await page.waitForURL(`${appUrl}/chat`);
  await states[name]?.({ page, locale });
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${FOLDER}/${name}.${locale}.${colorScheme}.${size.width}x${size.height}.png` });
    }
  }
  await context.close();
  await control('reset', {});
}

const wanted = process.argv.slice(2);
const chosen = (all: string[]) =>
  all.some((name) => wanted.includes(name)) ? all.filter((n) => wanted.includes(n)) : all;

mkdirSync(FOLDER, { recursive: true });
const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  // The digital human in her full beauty, drawn without a graphics card where there is none.
  args: ['--enable-unsafe-swiftshader', '--use-fake-device-for-media-stream'],
});
let exitCode = 0;
try {
  for (const locale of chosen(locales)) {
    for (const name of chosen(Object.keys(states))) {
      await picture(name, locale);
      console.log(`${name}, ${locale}`);
    }
  }
} catch (error) {
  console.error(error);
  exitCode = 1;
}
await browser.close();
stopAll(exitCode);
