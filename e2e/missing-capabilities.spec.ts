/**
 * Browsers that lack or refuse one capability: a user can still start, ask, end, leave and sign out, and the emulator's
 * event log shows that every code was used once and every job ended.
 */
import type { Page } from 'playwright/test';
import { alertOf, type Chat, expect, test } from './fixtures';
import { speakHandsFree } from './speech';

const STOP = '**/smart-chat-jobs/*/stop';

/** Each runs in the page before any of its scripts. */
const capabilities: Record<string, () => void> = {
  'no sendBeacon': () => {
    Reflect.deleteProperty(Navigator.prototype, 'sendBeacon');
  },
  'a sendBeacon that throws': () => {
    Navigator.prototype.sendBeacon = () => {
      throw new TypeError('blocked');
    };
  },
  'no Web Locks': () => {
    Reflect.deleteProperty(Navigator.prototype, 'locks');
  },
  'Web Locks that reject': () => {
    const refuse = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
    Object.assign(LockManager.prototype, { request: refuse, query: refuse });
  },
  'Web Locks that throw': () => {
    const refuse = () => {
      throw new DOMException('The request was denied.', 'SecurityError');
    };
    Object.assign(LockManager.prototype, { request: refuse, query: refuse });
  },
  'storage that throws': () => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }
  },
  'storage that is null': () => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: null });
  },
  'storage that is full': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  },
  'no wake lock': () => {
    Reflect.deleteProperty(Navigator.prototype, 'wakeLock');
  },
  'a wake lock that is refused': () => {
    WakeLock.prototype.request = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  },
  'no crypto.randomUUID': () => {
    Reflect.deleteProperty(Crypto.prototype, 'randomUUID');
  },
  'no BroadcastChannel': () => {
    Reflect.deleteProperty(window, 'BroadcastChannel');
  },
  'no ResizeObserver or IntersectionObserver': () => {
    Reflect.deleteProperty(window, 'ResizeObserver');
    Reflect.deleteProperty(window, 'IntersectionObserver');
  },
  'no PerformanceObserver, ReportingObserver or user timing': () => {
    Reflect.deleteProperty(window, 'PerformanceObserver');
    Reflect.deleteProperty(window, 'ReportingObserver');
    Reflect.deleteProperty(Performance.prototype, 'mark');
    Reflect.deleteProperty(Performance.prototype, 'measure');
  },
  'no media session, permissions, connection or user activation': () => {
    for (const name of ['mediaSession', 'permissions', 'connection', 'userActivation', 'clipboard', 'share']) {
      Reflect.deleteProperty(Navigator.prototype, name);
    }
  },
  // `AbortSignal.any`, `AbortSignal.timeout` and `URL.canParse` are equally recent, but the stand-in SDK needs them.
  'a browser of early 2023': () => {
    for (const name of ['requestIdleCallback', 'cancelIdleCallback', 'scheduler']) Reflect.deleteProperty(window, name);
    for (const name of ['withResolvers', 'try']) Reflect.deleteProperty(Promise, name);
    Reflect.deleteProperty(Object, 'groupBy');
    Reflect.deleteProperty(URL, 'parse');
    for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with']) Reflect.deleteProperty(Array.prototype, name);
    for (const name of ['union', 'difference', 'intersection']) Reflect.deleteProperty(Set.prototype, name);
    Reflect.deleteProperty(Intl, 'Segmenter');
    Reflect.deleteProperty(Document.prototype, 'startViewTransition');
  },
};

async function startConversation(chat: Chat): Promise<void> {
  await chat.start();
  const agree = chat.button('Agree and start');
  await expect(
    agree.or(chat.page.locator('[data-status]:not([data-status=idle]):not([data-status=ended])')),
  ).toBeVisible();
  if (await agree.isVisible()) await agree.click();
  await chat.expectStatus('live');
}

/** Runs everything that a user does with the page, and checks the cloud's event log. */
async function expectWholeConversations(chat: Chat, page: Page): Promise<void> {
  const happened = async (event: string) => (await chat.emulator.events()).filter((each) => each === event).length;
  await chat.open();
  await startConversation(chat);
  await chat.ask('What is a once code?');
  await expect(chat.answers.last()).toContainText(/one-off ticket/);
  await chat.button('End conversation').click();
  await chat.expectStatus('ended');
  await expect.poll(() => happened('job-stopped')).toBe(1);
  await expect.poll(() => happened('token-deleted')).toBe(1);

  await startConversation(chat);
  // Browsers differ in whether they send the SDK's requests while the page closes. This one does not, so the server
  // stops the job.
  await page.route(STOP, (route) => route.fulfill({ json: {} }));
  await page.goto('/');
  await expect.poll(() => happened('socket-closed')).toBe(2);
  await page.unroute(STOP);

  await page.goto('/chat');
  await startConversation(chat);
  await chat.button('Sign out').click();
  await expect(page).not.toHaveURL(/\/chat/);
  await expect.poll(() => happened('socket-closed')).toBe(3);
  await expect.poll(() => happened('job-stopped')).toBe(3);
  await page.goto('/chat');
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await chat.emulator.codes()).map(({ redeemTries }) => redeemTries)).toEqual([1, 1, 1]);
  // No start joins the job of an earlier one.
  expect(await happened('job-started')).toBe(3);
}

for (const [name, take] of Object.entries(capabilities)) {
  test(`${name}: start, ask, end, leave and sign out`, async ({ chat, page }) => {
    await page.addInitScript(take);
    await expectWholeConversations(chat, page);
  });
}

test('cookies refused to scripts: start, ask, end, leave and sign out', async ({ chat, page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setDocumentCookieDisabled', { disabled: true });
  await expectWholeConversations(chat, page);
});

test.describe('speech recognition', () => {
  const recognitions: Record<string, () => void> = {
    'is missing': () => {
      Reflect.deleteProperty(window, 'webkitSpeechRecognition');
      Reflect.deleteProperty(window, 'SpeechRecognition');
    },
    'fires no event': () => {
      class Silent {
        start() {}
        stop() {}
        abort() {}
      }
      Object.assign(window, { webkitSpeechRecognition: Silent, SpeechRecognition: Silent });
    },
    'starts and recognises nothing': () => {
      class Deaf {
        onaudiostart() {}
        start() {
          setTimeout(() => this.onaudiostart());
        }
        stop() {}
        abort() {}
      }
      Object.assign(window, { webkitSpeechRecognition: Deaf, SpeechRecognition: Deaf });
    },
    'ends as soon as it starts': () => {
      class Brief {
        onend() {}
        start() {
          setTimeout(() => this.onend());
        }
        stop() {}
        abort() {}
      }
      Object.assign(window, { webkitSpeechRecognition: Brief, SpeechRecognition: Brief });
    },
  };

  for (const [name, take] of Object.entries(recognitions)) {
    test(`${name}: speaking ends or the page says why, and writing still works`, async ({ chat, page }) => {
      await page.context().grantPermissions(['microphone']);
      await page.addInitScript(take);
      await chat.open();
      await startConversation(chat);
      await speakHandsFree(chat);
      const isListening = page.getByText('Listening');
      await expect(isListening.or(alertOf(page)).first()).toBeVisible();
      if (await isListening.isVisible()) await speakHandsFree(chat);
      await expect(chat.button('Speak')).toHaveAttribute('aria-pressed', 'false');
      await chat.ask('What is a once code?');
      await expect(chat.answers.last()).toContainText(/one-off ticket/);
      await chat.button('End conversation').click();
      await chat.expectStatus('ended');
      await expect.poll(() => chat.emulator.events()).toContain('job-stopped');
      await chat.expectCodes(1);
    });
  }
});
