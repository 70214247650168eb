// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { vendorFailure } from '@/lib/digital-human/sdk/error-codes';
import type { SessionPhase } from '@/lib/digital-human/session-state';
import en from '@/lib/i18n/en.json';
import { BrainProvider } from './brain-context';
import { Composer } from './composer/composer';
import { mockedMethods, snapshotOf } from './screen-fixture';
import { SessionContext } from './session-context';
import { GoOnInWriting } from './start/go-on-in-writing';

beforeEach(() => vi.resetModules());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.doUnmock('./composer/writing');
});

const busy = vendorFailure('MSS.20010135');
const failed: SessionPhase = { status: 'failed', failure: busy, endedAt: 1 };

/** Sends a question. @returns the message box */
function writeAQuestion(): HTMLTextAreaElement {
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <SessionContext value={{ ...mockedMethods(), snapshot: snapshotOf(failed) }}>
        <BrainProvider isConfigured shownUser="the shown user">
          <GoOnInWriting failure={busy} />
          <Composer ref={createRef()} />
        </BrainProvider>
      </SessionContext>
    </IntlProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Go on in writing' }));
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
  fireEvent.change(box, { target: { value: 'And then?' } });
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  return box;
}

test.each([
  ['failed', 502],
  ['outdated', 200],
] as const)(
  'a written question stays in the message box, with a message, when the code that sends it does not load: %s',
  async (problem, status) => {
    vi.stubGlobal('fetch', async () => new Response('', { status }));
    vi.doMock('./composer/writing', () => {
      throw new Error('Failed to load chunk');
    });
    const box = writeAQuestion();
    await screen.findByText(en.writing[problem]);
    expect(box.value).toBe('And then?');
  },
);

test('a written question names the user that the page shows, and gets no answer when another user has signed in', async () => {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response('{}', { status: 409 }));
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('crypto', {}); // a browser without randomUUID
  const box = writeAQuestion();
  await screen.findByText(en.writing.otherUser);
  expect(new Headers(fetched.mock.calls[0]?.[1].headers).get('x-shown-user')).toBe('the shown user');
  expect(box.value).toBe('And then?');
});
