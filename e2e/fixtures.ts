/**
 * What every test starts with: its own signed-in user, and a page that is watched.
 * After each test the emulator's event log must be in order, and no secret may have appeared.
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

/** What befalls the page while a test runs. The projects of `playwright.config.ts` run the tests tagged `@core` in each. */
export type Condition = 'plain' | 'translated' | 'translated into other words' | 'files lost once live';

interface Fixtures {
  condition: Condition;
  user: User;
  emulator: EmulatorControl;
  /** Console errors that this test causes on purpose. Any other fails it. */
  expectedErrors: RegExp[];
  /** Starts an app with settings of its own. It runs until the page is closed: a page whose server ends reports errors. */
  startApp: typeof startOwnApp;
  chat: Chat;
  /** Opens the chat on another device of the same user: a browser context of its own. It is closed after the test. */
  otherDevice: () => Promise<Chat>;
  /** The signed-in user's requests without a browser. */
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

  // Named before the page, so that it ends after it.
  page: async ({ startApp: _outlivesThePage, page, condition, expectedErrors }, use) => {
    if (condition === 'translated') await translatePage(page, 'wrap');
    if (condition === 'translated into other words') await translatePage(page, 'change');
    if (condition === 'files lost once live') {
      await loseFilesOnceLive(page);
      // Next reports the second of a page it then loads as a new document.
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

/** A consent as the device keeps it; without this cookie the first start asks. */
export const consentCookie = { name: CONSENT_COOKIE, value: CONSENT_VERSION };

/** By a cookie, not by the form, which has its own tests. */
export async function signIn(page: Page, user: User, url = appUrl): Promise<void> {
  await page.context().addCookies([
    { ...(await sessionCookie(user, authSecret, url)), url, httpOnly: true, sameSite: 'Lax' },
    { ...consentCookie, url, sameSite: 'Lax' },
  ]);
}

/**
 * Keeps requests to this address from their server: on the slowest machine the page is seen while it waits.
 * @returns lets them through, and all that follow
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

/** Not Next's own, which is on every page, and empty. */
export const alertOf = (page: Page): Locator => page.locator('[role=alert]:not(#__next-route-announcer__)');

interface Circumstances {
  /** `running`: the test may move it. `held`: it moves only when the test does. */
  clock?: 'running' | 'held';
  fault?: Parameters<EmulatorControl['fault']>[0];
}

/** The chat page, by the names its users know. */
export class Chat {
  readonly status: Locator;
  readonly transcript: Locator;
  /** What the digital human said. */
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

  /** From now on time in the page moves only by `page.clock`, so that a pause can be seen on the slowest machine. */
  async pauseClock(): Promise<void> {
    await this.page.clock.pauseAt(Date.now() + 60_000);
  }

  async start(): Promise<void> {
    await this.button('Start conversation').click();
  }

  /** Opens the page and clicks Start, under what is to happen meanwhile. */
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

  async expectFailure(text: string | RegExp): Promise<void> {
    await this.expectStatus('failed');
    await expect(this.alert).toContainText(text);
  }

  /** Through the pauses between three attempts, with time held: on a fast machine each is over before it is seen. */
  async passRetries(): Promise<void> {
    for (const attempt of ['2 of 3', '3 of 3']) {
      await expect(this.status).toContainText(attempt);
      await this.page.clock.fastForward('00:04');
    }
  }

  /** So many were issued until now. */
  async expectCodes(count: number): Promise<void> {
    expect(await this.emulator.codes()).toHaveLength(count);
  }
}

export { expect };
