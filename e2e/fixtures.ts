/**
 * The fixtures of every test: its own signed-in user, and a page whose errors are recorded. After each test they check
 * the emulator's event log and that no secret has leaked.
 */
import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  type ConsoleMessage,
  expect,
  type Locator,
  type Page,
} from 'playwright/test';
import { CONSENT_COOKIE, CONSENT_VERSION } from '../lib/consent';
import en from '../lib/i18n/en.json' with { type: 'json' };
import type { AppInstance } from '../scripts/app-instance';
import type { EmulatorControl } from '../scripts/emulator-control';
import { sessionCookie } from '../scripts/test-user';
import { loseFilesOnceLive } from './lost-files';
import { startOwnApp } from './own-app';
import { appUrl, authSecret, emulatorOf } from './stack';
import { translatePage } from './translated-page';
import { watchSecrets } from './watch-secrets';

export interface User {
  id: string;
  name: string;
}

/** What happens to the page during a test. The projects of `playwright.config.ts` run the `@core` tests under each. */
export type Condition = 'plain' | 'translated' | 'translated into other words' | 'files lost once live';

interface Fixtures {
  condition: Condition;
  user: User;
  emulator: EmulatorControl;
  /** The console errors that this test causes on purpose. Any other fails it. */
  expectedErrors: RegExp[];
  /**
   * Starts an app with its own settings. It runs until the page closes, because a page reports errors when its server
   * ends.
   */
  startApp: typeof startOwnApp;
  chat: Chat;
  /** Opens the chat on another device of the same user, a browser context of its own, and closes it after the test. */
  otherDevice: () => Promise<Chat>;
  /** For requests of the signed-in user without a browser. */
  api: APIRequestContext;
}

export const test = base.extend<Fixtures>({
  condition: ['plain', { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern.
  user: async ({}, use, { testId, repeatEachIndex }) => {
    await use({ id: `e2e-${testId}-${repeatEachIndex}`, name: 'Edna Tester' });
  },

  emulator: async ({ user }, use) => {
    const emulator = emulatorOf(user.id);
    await use(emulator);
    for (const code of await emulator.codes()) {
      expect(code.redeemTries, `a code was redeemed ${code.redeemTries} times`).toBeLessThanOrEqual(1);
    }
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  expectedErrors: async ({}, use) => {
    await use([]);
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  startApp: async ({}, use) => {
    const apps: AppInstance[] = [];
    await use(async (...settings) => {
      const app = await startOwnApp(...settings);
      apps.push(app);
      return app;
    });
    await Promise.all(apps.map((app) => app.stop()));
  },

  // Before the page, so that it ends after it.
  page: async ({ startApp: _outlivesThePage, page, condition, expectedErrors }, use) => {
    if (condition === 'translated') await translatePage(page, 'wrap');
    if (condition === 'translated into other words') await translatePage(page, 'change');
    if (condition === 'files lost once live') {
      await loseFilesOnceLive(page);
      // Next loads the page as a new document and reports the second of these errors.
      expectedErrors.push(/net::ERR_FAILED .*\/_next\/static\//, /^ChunkLoadError: /);
    }
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(textOf(message)));
    page.on('pageerror', (error) => errors.push(String(error)));
    const secrets = watchSecrets(page, { isBrainOn: true });
    await use(page);
    await secrets.expectNowhere();
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
  },

  chat: async ({ page, user, emulator }, use) => {
    await signIn(page, user);
    await use(new Chat(page, emulator));
  },

  otherDevice: async ({ browser, user, emulator }, use) => {
    const devices: BrowserContext[] = [];
    await use(async () => {
      const device = await browser.newContext({ baseURL: appUrl, locale: 'en-US' });
      devices.push(device);
      const page = await device.newPage();
      await signIn(page, user);
      const chat = new Chat(page, emulator);
      await chat.open();
      return chat;
    });
    await Promise.all(devices.map((device) => device.close()));
  },

  api: async ({ playwright, user }, use) => {
    const { name, value } = await sessionCookie(user, authSecret, appUrl);
    const extraHTTPHeaders = { cookie: `${name}=${value}` };
    const api = await playwright.request.newContext({ baseURL: appUrl, extraHTTPHeaders });
    await use(api);
    await api.dispose();
  },
});

/** The consent as stored on the device. Without this cookie the first start asks. */
export const consentCookie = { name: CONSENT_COOKIE, value: CONSENT_VERSION };

/** Signs in with a cookie. The form has its own tests. */
export async function signIn(page: Page, user: User, url = appUrl): Promise<void> {
  await page.context().addCookies([
    { ...(await sessionCookie(user, authSecret, url)), url, httpOnly: true, sameSite: 'Lax' },
    { ...consentCookie, url, sameSite: 'Lax' },
  ]);
}

/**
 * Holds requests to this address, so that even the slowest machine shows the page while it waits.
 * @returns releases them and all that follow
 */
export async function hold(page: Page, url: string): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(url, async (route) => {
    await held;
    await route.fallback();
  });
  return release;
}

const textOf = (message: ConsoleMessage) => `${message.text()} ${message.location().url}`;

/** Next's own alert is empty and on every page. */
export const alertOf = (page: Page): Locator => page.locator('[role=alert]:not(#__next-route-announcer__)');

interface Circumstances {
  /** `running`: the test may advance it. `held`: only the test advances it. */
  clock?: 'running' | 'held';
  fault?: Parameters<EmulatorControl['fault']>[0];
}

/** The chat page, by its accessible names. */
export class Chat {
  readonly status: Locator;
  readonly transcript: Locator;
  /** The digital human's lines of the transcript. */
  readonly answers: Locator;
  readonly message: Locator;
  readonly alert: Locator;

  readonly page: Page;
  readonly emulator: EmulatorControl;

  constructor(page: Page, emulator: EmulatorControl) {
    this.page = page;
    this.emulator = emulator;

    this.status = page.getByRole('status', { name: 'Session' });
    this.transcript = page.getByRole('log', { name: 'Transcript' });
    this.answers = this.transcript.getByRole('article').filter({ hasText: /^Ada/ });
    this.message = page.getByRole('textbox', { name: 'Message' });
    this.alert = alertOf(page);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async open(): Promise<void> {
    await this.page.goto('/chat');
    await this.expectStatus('idle');
  }

  /** Stops the page's clock, so that only `page.clock` advances it. Even the slowest machine then shows a pause. */
  async pauseClock(): Promise<void> {
    await this.page.clock.pauseAt(Date.now() + 60_000);
  }

  async start(): Promise<void> {
    await this.button('Start conversation').click();
  }

  /**
   * Starts while another device has a conversation. The page's clock stands still until the page asks: it waits one
   * second for the server's answer, too short for a slow machine.
   */
  async startBesideOther(): Promise<void> {
    await this.page.clock.install();
    await this.pauseClock();
    await this.start();
    await expect(this.page.getByRole('dialog', { name: 'Continue here?' })).toContainText('on another device');
    await this.page.clock.resume();
  }

  /** Opens the page and clicks Start, under the given condition. */
  async begin({ clock, fault }: Circumstances = {}): Promise<void> {
    if (clock) await this.page.clock.install();
    if (fault) await this.emulator.fault(fault);
    await this.open();
    if (clock === 'held') await this.pauseClock();
    await this.start();
  }

  async goLive(): Promise<void> {
    await this.begin();
    await this.expectStatus('live');
  }

  async ask(question: string): Promise<void> {
    await this.message.fill(question);
    await this.button('Send').click();
  }

  async expectStatus(status: string): Promise<void> {
    await expect(this.status).toHaveAttribute('data-status', status);
  }

  /** Takes the title from the messages, so that a rewrite breaks no test. */
  async expectFailure(kind: keyof typeof en.failure.entry): Promise<void> {
    await this.expectStatus('failed');
    await expect(this.alert).toContainText(en.failure.entry[kind].title);
  }

  /** Advances a stopped clock through the pauses between three attempts: a fast machine would skip them unseen. */
  async passRetries(): Promise<void> {
    for (const attempt of ['2 of 3', '3 of 3']) {
      await expect(this.status).toContainText(attempt);
      await this.page.clock.fastForward('00:04');
    }
  }

  /** Expects this number of issued codes so far. */
  async expectCodes(count: number): Promise<void> {
    expect(await this.emulator.codes()).toHaveLength(count);
  }
}

export { expect };
