/**
 * Firefox and WebKit, which the end-to-end tests do not cover: the pages, sign-in, message box, transcript, and a start
 * that either leads to a conversation or fails with a reason before it uses a code.
 */
import type { AppInstance } from '../../scripts/app-instance';
import type { EmulatorControl } from '../../scripts/emulator-control';
import { until } from '../../scripts/until';
import type { Expectations } from '../expectations';
import { findFirefox, findWebKit, startFirefox, startWebKit, type WebDriver } from './webdriver';

const LIMIT_MS = 45_000;
const DRAFT = 'One\nTwo\nThree\nFour';

/** For an instance with the demo users. */
export async function tryOtherBrowsers(
  app: AppInstance,
  emulator: EmulatorControl,
  outcome: Expectations,
): Promise<void> {
  const stack = { app, emulator, outcome };
  const firefox = findFirefox();
  if (firefox) await tryBrowser('Firefox', await startFirefox(firefox), stack);
  else outcome.skip('Firefox', 'no Firefox on this machine (Debian: firefox-esr)');
  const webKit = findWebKit();
  if (typeof webKit === 'string') outcome.skip('WebKit', webKit);
  else await tryBrowser('WebKit', await startWebKit(webKit), stack);
}

interface Stack {
  app: AppInstance;
  emulator: EmulatorControl;
  outcome: Expectations;
}

async function tryBrowser(name: string, browser: WebDriver, { app, emulator, outcome }: Stack): Promise<void> {
  const log = emulator.of('ada.lovelace');
  const codesBefore = (await log.codes()).length;
  const path = async () => new URL(await browser.url()).pathname;
  const comesTo = (expected: string) =>
    until(async () => (await path()) === expected, `${name} at ${expected}`, LIMIT_MS);
  const statusOf = () =>
    browser.run<string | undefined>(`return document.querySelector('[data-status]')?.dataset.status`);
  try {
    for (const page of ['/', '/privacy', '/sign-in']) {
      await browser.goto(app.url + page);
      const heading = await browser.run<string>(`return document.querySelector('h1')?.textContent ?? ''`);
      outcome.expect(`${name}: ${page} has its heading`, heading.length > 0, true);
    }
    await browser.goto(`${app.url}/chat`);
    outcome.expect(`${name}: /chat leads to the sign-in page`, await path(), '/sign-in');
    await browser.click('button', 'Ada Lovelace');
    await comesTo('/chat');
    await until(
      () =>
        browser.run<boolean>(
          `return Object.keys(document.querySelector('textarea') ?? {}).some((key) => key.startsWith('__reactProps'))`,
        ),
      `the page to be interactive in ${name}`,
      LIMIT_MS,
    );
    await browser.run(watchErrors);

    // Keys instead of a value: Shift+Enter starts a line.
    await browser.type('textarea', DRAFT.replaceAll('\n', '\uE008\uE007\uE008'));
    outcome.expect(
      `${name}: the message box holds the draft`,
      await browser.run('return document.querySelector("textarea").value'),
      DRAFT,
    );
    const isShown = `const box = document.querySelector('textarea'); return box.scrollHeight - box.clientHeight <= 2`;
    outcome.expect('  and shows its four lines', await browser.run(isShown), true);
    const transcript = `const box = document.querySelector('[role=log]').getBoundingClientRect(); return box.width > 200 && box.height > 50`;
    outcome.expect('  and the transcript is visible', await browser.run(transcript), true);

    await browser.click('button', 'Start conversation');
    const ends = new Set(['live', 'failed']);
    let wasAsked = false;
    await until(
      async () => {
        if (
          await browser.run<boolean>(
            `return document.querySelector('dialog[open], [role=dialog]:not([popover])') !== null`,
          )
        ) {
          wasAsked = true;
          await browser.click('button', 'Agree and start');
        }
        return ends.has((await statusOf()) ?? '') || (await browser.run<boolean>(isRefused));
      },
      `a start in ${name} to come to something`,
      LIMIT_MS,
    );
    const isLive = (await statusOf()) === 'live';
    const codes = (await log.codes()).slice(codesBefore);
    if (isLive) {
      outcome.expect(
        `${name}: a start uses one code`,
        codes.map(({ redeemTries }) => redeemTries),
        [1],
      );
      await browser.click('button', 'End conversation');
      await until(async () => (await statusOf()) === 'ended', `the conversation to end in ${name}`, LIMIT_MS);
      outcome.expect('  and ends', await statusOf(), 'ended');
    } else {
      outcome.expect(`${name}: an alert says why no start is possible`, await browser.run<boolean>(isRefused), true);
      outcome.expect('  no dialog opened, no code issued', [wasAsked, codes.length], [false, 0]);
    }
    outcome.expect(`${name}: no error in the page`, await browser.run('return window.seenErrors'), []);
    await browser.click('button[title="Sign out"]');
    await until(async () => (await path()) !== '/chat', `${name} to leave /chat`, LIMIT_MS);
    await browser.goto(`${app.url}/chat`);
    outcome.expect(`${name}: signed out`, await path(), '/sign-in');
  } catch (error) {
    outcome.expect(`${name}: finishes`, error instanceof Error ? error.message : String(error), 'finished');
  } finally {
    await browser.close();
  }
}

/** Whether an alert names the browser as the reason. */
const isRefused = `return Array.from(document.querySelectorAll('[role=alert]')).some((alert) => /browser/i.test(alert.textContent))`;

const watchErrors = `
  window.seenErrors = [];
  addEventListener('error', ({ message }) => window.seenErrors.push(message));
  addEventListener('unhandledrejection', ({ reason }) => window.seenErrors.push(String(reason)));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    window.seenErrors.push(violatedDirective + ' ' + blockedURI));`;
