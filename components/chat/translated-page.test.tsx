// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { vendorFailure } from '@/lib/digital-human/sdk/error-codes';
import type { SessionFacts, SessionPhase } from '@/lib/digital-human/session-state';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import en from '@/lib/i18n/en.json';
import { PreferencesMenu } from '../ui/preferences-menu';
import Feedback from './feedback/feedback';
import LeaveDialog from './leave-dialog';
import { renderScreen, snapshotOf } from './screen-fixture';
import SignOutEverywhereDialog from './sign-out-everywhere-dialog';
import ConversationSheet from './stage/conversation-sheet';
import ConsentDialog from './start/consent-dialog';
import { CopyRequestId } from './start/copy-request-id';
import TakeOverDialog from './start/take-over-dialog';
import TranscriptDialog from './transcript/transcript-dialog';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const textNodes = (root: Node): Text[] => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
};

/** Translates as Chrome does: replaces each text node by two `<font>` elements around a new one. */
function translate(): void {
  for (const node of textNodes(document.body)) {
    if (!node.data.trim() || node.parentElement?.tagName === 'FONT' || node.parentElement?.closest('textarea'))
      continue;
    const outer = document.createElement('font');
    const inner = outer.appendChild(document.createElement('font'));
    inner.textContent = node.data;
    node.replaceWith(outer);
  }
}

/** Finds text nodes that React manages. Once one is replaced, React crashes, or updates a node that is not shown. */
const managedTexts = () =>
  textNodes(document.body)
    .filter((node) => Object.keys(node).some((key) => key.startsWith('__reactFiber')))
    .map((node) => `${node.parentElement?.tagName}: ${node.data}`);

const question: TranscriptEntry = { id: 'q', who: 'person', text: 'What is it?', at: 0, state: 'failed' };
const answer: TranscriptEntry = { id: 'a', who: 'digital-human', text: 'A once', at: 0, state: 'open' };
const live: SessionPhase = { status: 'live', liveSince: 1_000_000 };
const failure = { ...vendorFailure('MSS.20010135'), requestId: 'req', cloudCode: 'APIG.1', retryAfterSeconds: 9 };

const states: [string, SessionPhase, Partial<SessionFacts>?][] = [
  ['idle', { status: 'idle' }],
  ['preparing', { status: 'preparing', attempt: 1 }],
  ['authorizing again', { status: 'authorizing', attempt: 2 }],
  ['connecting', { status: 'connecting', attempt: 2 }],
  ['waiting for the picture', { status: 'connecting', attempt: 2, awaitingVideo: true }],
  ['retrying', { status: 'retrying', attempt: 3, reason: failure, delayMs: 4_000 }],
  ['live', live],
  ['answering', live, { speaking: true, transcript: [question, answer] }],
  ['opening the microphone', live, { listening: 'opening' }],
  ['hearing', live, { listening: 'on', transcript: [{ ...question, state: 'open' }] }],
  ['with a warning', live, { silenceEndsAt: 1_060_000, timeUpAt: 1_050_000 }],
  ['with a notice', live, { notice: vendorFailure('MSS.47010145') }],
  ['unsteady', live, { notice: vendorFailure('999200003') }],
  ['muted and blocked', live, { muted: true, playbackBlocked: true }],
  ['reconnecting', { status: 'reconnecting', liveSince: 1_000_000 }],
  ['answered', live, { transcript: [question, { ...answer, text: 'A once code.', state: 'complete' }] }],
  ['ended', { status: 'ended', reason: 'person', liveSince: 1_000_000, endedAt: 1_009_000 }],
  ['failed', { status: 'failed', failure, liveSince: 1_000_000, endedAt: 1_009_000 }],
  ['signed out', { status: 'failed', failure: { code: 'signed_out', kind: 'signed_out', retry: 'never' }, endedAt: 1 }],
  ['cancelled', { status: 'ended', reason: 'cancelled', endedAt: 1_009_000 }],
];

test.each(states)('React manages no text node of its own: %s', (_, phase, facts) => {
  renderScreen(snapshotOf(phase, facts));
  expect(managedTexts()).toEqual([]);
});

test('in a translated page each state replaces each other completely', () => {
  const { show } = renderScreen(snapshotOf({ status: 'idle' }));
  const order = [...states, ...states.toReversed(), ...states.filter((_, index) => index % 3 === 0)];
  for (const [name, phase, facts] of order) {
    translate();
    show(snapshotOf(phase, facts));
    const translated = document.body.textContent;
    act(() => void vi.advanceTimersByTime(1_000));
    expect(document.body.querySelector('[data-status]')?.getAttribute('data-status'), name).toBe(phase.status);
    const seen = document.body.querySelector('[role=status][aria-label=Session]')?.textContent;
    expect(seen, name).not.toMatch(phase.status === 'live' ? /Ended/ : /Live/);
    expect(translated, name).not.toBe('');
  }
});

const inEnglish = (children: React.ReactNode) =>
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      {children}
    </IntlProvider>,
  );

/** Renders what the choice shows, before React renders what has changed since. */
function RatedFeedback() {
  const over = snapshotOf({ status: 'ended', reason: 'person', liveSince: 1, endedAt: 2 });
  useEffect(() => screen.getAllByRole('radio')[0]?.click(), []);
  return <Feedback over={over as Parameters<typeof Feedback>[0]['over']} />;
}

describe('in a dialog or menu', () => {
  const nothing = () => {};
  test.each([
    ['consent', <ConsentDialog key="c" isRecorded onAgree={nothing} onClose={nothing} />],
    ['take over', <TakeOverDialog key="t" from="tab" takeOver={async () => {}} onTaken={nothing} onClose={nothing} />],
    ['sign out everywhere', <SignOutEverywhereDialog key="e" onSignOut={nothing} onClose={nothing} />],
    ['leave', <LeaveDialog key="l" onLeave={nothing} onClose={nothing} />],
    [
      'transcript',
      <TranscriptDialog key="x" entries={[question]} nameOf={() => 'Lin'} clear={nothing} onClose={nothing} />,
    ],
    ['sheet', <ConversationSheet key="s" isDevicePickerShown setDevicePicker={nothing} />],
    ['preferences', <PreferencesMenu key="p" theme="dark" setPreference={async () => {}} />],
    ['feedback', <RatedFeedback key="f" />],
    ['copy', <CopyRequestId key="y" requestId="req" />],
  ])('%s: React manages no text node of its own, and works when it is translated and pressed', async (_, part) => {
    inEnglish(part);
    expect(managedTexts()).toEqual([]);
    translate();
    const buttons = screen.getAllByRole('button', { hidden: true });
    for (const button of buttons.filter((each) => each.getAttribute('type') === 'button'))
      await act(async () => void fireEvent.click(button));
    expect(screen.getAllByRole('button', { hidden: true }).length).toBeGreaterThan(0);
  });
});
