// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSdk } from '@/lib/digital-human/testing/fake-sdk';
import { pageQueue } from '@/lib/digital-human/use-digital-human';
import en from '@/lib/i18n/en.json';
import { preloadStartParts } from './late-parts';
import { rememberConsent } from './start/consent';

const { Chat } = await import('./chat');

beforeEach(async () => {
  await preloadStartParts();
  rememberConsent(false);
  const said = { id: 'asked-1', who: 'person', text: 'My secret', at: 1, state: 'complete' };
  sessionStorage.setItem('digital-human-transcript:ada', JSON.stringify([said]));
  vi.spyOn(pageQueue, 'load').mockResolvedValue();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settings = {
  userId: 'ada',
  shownUser: 'opaque',
  sdkUrl: '/sdk.js',
  readyTimeoutMs: 30_000,
  longestSessionMs: 0,
  silentTrack: true,
  isRecorded: false,
};

const signOutEverywhere = vi.fn(async (_shownUser: string) => undefined);
const show = () =>
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <Chat
        userName="Ada Lovelace"
        robots={[{ id: 'r', name: 'Lin' }]}
        robotId="r"
        settings={settings}
        isDebugging={false}
        hasBrain={false}
        asksForFeedback={false}
        preferences={null}
        signOut={async () => {}}
        signOutEverywhere={signOutEverywhere}
      />
    </IntlProvider>,
  );

test('a sign-out in another tab hides the transcript at once, and leaves even if the SDK takes long to end', async () => {
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => {});
  vi.spyOn(pageQueue, 'destroy').mockReturnValue(new Promise(() => {}));
  show();
  await screen.findByText('My secret');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await act(async () => {
    window.dispatchEvent(new StorageEvent('storage', { key: 'digital-human-signed-out', newValue: '1' }));
  });
  expect(screen.queryByText('My secret')).toBeNull();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(assign).toHaveBeenCalledExactlyOnceWith('/sign-in?callbackUrl=%2Fchat');
});

/** Web Locks for one tab. */
class Locks {
  held = 0;
  query = async () => ({ held: [], pending: [] });
  request = async (_name: string, _options: LockOptions, callback: (lock: unknown) => Promise<void>) => {
    this.held += 1;
    await callback({});
    this.held -= 1;
  };
}

/** A browser that can hold a conversation, and a server that answers. */
function stubBrowser(locks: Locks) {
  Object.defineProperties(navigator, {
    locks: { configurable: true, value: locks },
    sendBeacon: { configurable: true, value: () => true },
    userAgent: { configurable: true, value: 'Chrome' },
  });
  vi.stubGlobal('RTCPeerConnection', class {});
  const sdk = new FakeSdk([]);
  vi.spyOn(pageQueue, 'sdk', 'get').mockReturnValue(sdk);
  const answers = (url: string) =>
    url.endsWith('once-code')
      ? { onceCode: 'c', serverAddress: 'a.example', robotId: 'r', expiresAt: new Date(Date.now() + 300_000) }
      : {};
  const fetched = vi.fn(async (url: string, _init?: RequestInit) => Response.json(answers(String(url))));
  vi.stubGlobal('fetch', fetched);
  return { sdk, fetched };
}

test('a start and signing out everywhere name the user that the page shows', async () => {
  const { fetched } = stubBrowser(new Locks());
  show();
  await screen.findByText('My secret');
  fireEvent.click(screen.getByRole('button', { name: 'Start conversation' }));
  await screen.findByRole('button', { name: 'End conversation' });
  for (const path of ['/api/session', '/api/once-code']) {
    const call = fetched.mock.calls.find(([url]) => url === path);
    expect(new Headers(call?.[1]?.headers).get('x-shown-user'), path).toBe('opaque');
  }
  await act(async () => void fireEvent.click(screen.getByText('Sign out everywhere')));
  await act(() => vi.dynamicImportSettled());
  const dialog = within(screen.getByRole('dialog', { name: 'Sign out everywhere?' }));
  await act(async () => void fireEvent.click(dialog.getByRole('button', { name: 'Sign out everywhere' })));
  expect(signOutEverywhere).toHaveBeenCalledExactlyOnceWith('opaque');
});

test('a new start from under an error page of the SDK keeps the lock of this tab', async () => {
  const locks = new Locks();
  const { sdk } = stubBrowser(locks);
  show();
  await screen.findByText('My secret');
  fireEvent.click(screen.getByRole('button', { name: 'Start conversation' }));
  await screen.findByRole('button', { name: 'End conversation' });
  await act(async () => sdk.emit('error', { code: '47050004' }));
  fireEvent.click(screen.getByRole('button', { name: 'Start again' }));
  await vi.waitFor(() => expect(sdk.calls.slice(0, 3)).toEqual(['create', 'destroy', 'create']), 5_000);
  await screen.findByRole('button', { name: 'End conversation' });
  expect(screen.queryByRole('button', { name: 'Start again' })).toBeNull();
  expect(locks.held).toBe(1);
});
