// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CONSENT_VERSION } from '@/lib/consent';
import en from '@/lib/i18n/en.json';
import '../screen-fixture'; // a browser with WebRTC
import { rememberConsent } from './consent';
import { useStartQuestions } from './use-start-questions';

const start = vi.fn();
const end = vi.fn(async () => {});

/** Web Locks in which another tab holds the session or none does. */
function locks({ elsewhere }: { elsewhere: boolean }) {
  const request = (_name: string, { ifAvailable }: LockOptions, use: (lock: object | null) => unknown) =>
    Promise.resolve().then(() => use(ifAvailable && elsewhere ? null : {}));
  const query = () => Promise.reject(new DOMException('no storage here', 'SecurityError')); // its result is not used
  Object.defineProperty(navigator, 'locks', { value: { request, query }, configurable: true });
}

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: clears the cookies of the last test
  document.cookie = 'digital-human-consent=; Max-Age=0; Path=/';
  locks({ elsewhere: false });
});
afterEach(() => {
  cleanup();
  start.mockClear();
});

function Page({ isRecorded }: { isRecorded: boolean }) {
  const questions = useStartQuestions({ status: 'idle', start, end, robotId: 'mei', isRecorded });
  return (
    <>
      <button type="button" onClick={questions.start}>
        Start conversation
      </button>
      {questions.dialog}
    </>
  );
}

const show = (isRecorded = false) =>
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <Page isRecorded={isRecorded} />
    </IntlProvider>,
  );
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));

test('the first start asks for consent, and Agree starts with the chosen digital human', async () => {
  show();
  await press('Start conversation');
  expect(await screen.findByRole('dialog', { name: 'Before you start' })).toBeTruthy();
  expect(start).not.toHaveBeenCalled();
  await press('Agree and start');
  expect(start).toHaveBeenCalledExactlyOnceWith({ robotId: 'mei' });
  expect(document.cookie).toContain(`digital-human-consent=${CONSENT_VERSION}`);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('Not now starts nothing and stores no consent', async () => {
  show();
  await press('Start conversation');
  await screen.findByRole('dialog');
  await press('Not now');
  expect(start).not.toHaveBeenCalled();
  expect(document.cookie).not.toContain('digital-human-consent');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a user who has agreed starts at once, and only once', async () => {
  rememberConsent(false);
  show();
  await act(async () => {
    fireEvent.click(screen.getByRole('button'));
    fireEvent.click(screen.getByRole('button'));
  });
  expect(start).toHaveBeenCalledOnce();
});

test('a consent to an older version of the text is asked for again', async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie of an earlier visit
  document.cookie = `digital-human-consent=${Number(CONSENT_VERSION) - 1}; Path=/`;
  show();
  await press('Start conversation');
  expect(await screen.findByRole('dialog', { name: 'Before you start' })).toBeTruthy();
});

describe('while conversations are recorded', () => {
  test('the consent dialog says so, and the consent covers it', async () => {
    show(true);
    await press('Start conversation');
    expect((await screen.findByRole('dialog')).textContent).toContain('is recorded');
    await press('Agree and start');
    expect(document.cookie).toContain(`digital-human-consent=${CONSENT_VERSION}r`);
    expect(start).toHaveBeenCalledOnce();
  });

  test('a consent to the text without the notice is asked for again', async () => {
    rememberConsent(false);
    show(true);
    await press('Start conversation');
    expect(await screen.findByRole('dialog', { name: 'Before you start' })).toBeTruthy();
    expect(start).not.toHaveBeenCalled();
  });

  test('a consent to the text with the notice is valid also after recording is switched off', async () => {
    rememberConsent(true);
    show(true);
    await press('Start conversation');
    expect(start).toHaveBeenCalledOnce();
    cleanup();
    show(false);
    await press('Start conversation');
    expect(start).toHaveBeenCalledTimes(2);
  });
});

test('without recording the consent dialog does not mention it', async () => {
  show();
  await press('Start conversation');
  expect((await screen.findByRole('dialog')).textContent).not.toContain('record');
});

describe('a click starts a conversation or says why not', () => {
  const refused = () => new DOMException('blocked', 'SecurityError');
  const rejecting = () => ({
    request: async () => Promise.reject(refused()),
    query: async () => Promise.reject(refused()),
  });
  const throwing = () => ({
    request() {
      throw refused();
    },
    query() {
      throw refused();
    },
  });
  test.each([
    ['rejecting Web Locks', rejecting],
    ['throwing Web Locks', throwing],
    ['no Web Locks', () => undefined],
  ])('also in a browser with %s', async (_, make) => {
    rememberConsent(false);
    Object.defineProperty(navigator, 'locks', { value: make(), configurable: true });
    show();
    await press('Start conversation');
    expect(start).toHaveBeenCalledOnce();
  });

  test('also in a browser whose Web Locks never answer', async () => {
    vi.useFakeTimers();
    rememberConsent(false);
    Object.defineProperty(navigator, 'locks', {
      value: { request: () => new Promise(() => {}), query: async () => ({}) },
      configurable: true,
    });
    show();
    fireEvent.click(screen.getByRole('button'));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(start).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });

  test('also in a browser that refuses cookies, where Agree starts', async () => {
    vi.spyOn(document, 'cookie', 'set').mockImplementation(() => {});
    show();
    await press('Start conversation');
    await press('Agree and start');
    expect(start).toHaveBeenCalledOnce();
    await press('Start conversation'); // the consent lasts as long as the page
    expect(start).toHaveBeenCalledTimes(2);
  });

  test.each([
    ['Firefox', 'userAgent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ] as const)(
    'and asks nothing in %s, where the session says at once that it is impossible',
    async (_, property, value) => {
      const accepted = navigator.userAgent;
      Object.defineProperty(navigator, property, { value, configurable: true });
      show();
      await press('Start conversation');
      expect(screen.queryByRole('dialog')).toBeNull();
      expect(start).toHaveBeenCalledOnce(); // it fails before it loads anything: attempt.test.ts
      Object.defineProperty(navigator, property, { value: accepted, configurable: true });
    },
  );
});

test('a conversation in another tab moves here only when the user confirms it', async () => {
  rememberConsent(false);
  locks({ elsewhere: true });
  show();
  await press('Start conversation');
  expect(await screen.findByRole('dialog', { name: 'Continue here?' })).toBeTruthy();
  expect(start).not.toHaveBeenCalled();
  expect(screen.getByRole('dialog').textContent).toContain('another tab');
  await press('Continue here');
  expect(start).toHaveBeenCalledExactlyOnceWith({ robotId: 'mei', endsOthers: true });
});
