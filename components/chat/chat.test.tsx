// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pageQueue } from '@/lib/digital-human/use-digital-human';
import en from '@/lib/i18n/en.json';
import { preloadAfterClick } from './late-parts';
import { rememberConsent } from './start/consent';

const { Chat } = await import('./chat');

beforeEach(async () => {
  await preloadAfterClick();
  rememberConsent(false);
  const said = { id: 'asked-1', who: 'person', text: 'My secret', at: 1, state: 'complete' };
  sessionStorage.setItem('digital-human-transcript:ada', JSON.stringify([said]));
  vi.spyOn(pageQueue, 'load').mockResolvedValue();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const settings = {
  userId: 'ada',
  shownUser: 'ada',
  sdkUrl: '/sdk.js',
  readyTimeoutMs: 30_000,
  longestSessionMs: 0,
  silentTrack: true,
  isRecorded: false,
};

test('a sign-out in another tab hides the transcript at once, and leaves even if the SDK takes long to end', async () => {
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => {});
  vi.spyOn(pageQueue, 'destroy').mockReturnValue(new Promise(() => {}));
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
        signOutEverywhere={async () => undefined}
      />
    </IntlProvider>,
  );
  await screen.findByText('My secret');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await act(async () => {
    window.dispatchEvent(new StorageEvent('storage', { key: 'digital-human-signed-out', newValue: '1' }));
  });
  expect(screen.queryByText('My secret')).toBeNull();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(assign).toHaveBeenCalledExactlyOnceWith('/sign-in?callbackUrl=%2Fchat');
});
