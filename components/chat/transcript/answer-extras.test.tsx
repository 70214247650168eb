// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SessionPhase } from '@/lib/digital-human/session-state';
import en from '@/lib/i18n/en.json';
import { AskContext } from '../ask-context';
import { BrainProvider } from '../brain-context';
import { mockedMethods, snapshotOf } from '../screen-fixture';
import { SessionContext } from '../session-context';
import AnswerExtras from './answer-extras';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const live: SessionPhase = { status: 'live', liveSince: 1 };

function show(extras: unknown, { phase = live, isLatest = true, isFollowing = undefined as boolean | undefined } = {}) {
  const methods = mockedMethods();
  const ask = vi.fn();
  const extendParam = typeof extras === 'string' ? extras : JSON.stringify(extras);
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <SessionContext value={{ ...methods, snapshot: snapshotOf(phase) }}>
        <BrainProvider isConfigured shownUser="shown">
          <AskContext value={ask}>
            <div role="log" data-following={isFollowing}>
              <AnswerExtras extendParam={extendParam} isLatest={isLatest} />
            </div>
          </AskContext>
        </BrainProvider>
      </SessionContext>
    </IntlProvider>,
  );
  return { ...methods, ask };
}

describe('in a list of 400 px that was at the end of the text', () => {
  const scrolledBy = (extrasHeight: number, isFollowing = true) => {
    const heightOf = { scrollHeight: 600 + extrasHeight, clientHeight: 400 };
    for (const [name, height] of Object.entries(heightOf))
      vi.spyOn(HTMLElement.prototype, name as keyof typeof heightOf, 'get').mockReturnValue(height);
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
      return { top: 'extras' in this.dataset ? 400 : 0 } as DOMRect;
    });
    vi.spyOn(HTMLElement.prototype, 'scrollTop', 'get').mockReturnValue(200);
    const scroll = vi.spyOn(HTMLElement.prototype, 'scrollTop', 'set').mockReturnValue();
    show(full, { isFollowing });
    return Number(scroll.mock.lastCall?.[0] ?? 200) - 200;
  };
  afterEach(() => vi.restoreAllMocks());

  test('the extras of an answer are shown completely if they leave half of the list to its text', () => {
    expect(scrolledBy(150)).toBe(150);
  });

  test('they do not move a list in which the user has scrolled up', () => {
    expect(scrolledBy(150, false)).toBe(0);
  });

  test('higher ones get half of the list, so that the answer stays visible', () => {
    expect(scrolledBy(350)).toBe(200);
  });
});

const full = {
  v: 1,
  sources: [
    { title: 'Deploying', url: '/docs/operate' },
    { title: '<img src=x onerror=alert(1)>', url: 'https://example.com/' },
  ],
  suggestions: ['What does it cost?', 'And then?'],
};

test('sources are links that open in a new tab, and their titles are text', () => {
  show(full);
  const links = within(screen.getByRole('list', { name: 'Sources' })).getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['/docs/operate', 'https://example.com/']);
  for (const link of links) expect(link.getAttribute('rel')).toBe('noopener noreferrer');
  expect(document.querySelector('img')).toBeNull();
});

test('titles and questions keep the direction of their script', () => {
  show({ ...full, sources: [{ title: 'النشر (nginx)', url: '/docs/operate' }], suggestions: ['كم يكلف ذلك؟'] });
  for (const text of ['النشر (nginx)', 'كم يكلف ذلك؟']) expect(screen.getByText(text).dir).toBe('auto');
});

test('pressing a suggested question asks it', () => {
  const { ask } = show(full);
  const group = screen.getByRole('group', { name: 'Suggested questions' });
  expect(within(group).getAllByRole('button')).toHaveLength(2);
  fireEvent.click(within(group).getByRole('button', { name: 'And then?' }));
  expect(ask).toHaveBeenCalledExactlyOnceWith('And then?');
});

test.each([
  ['an earlier answer', live, false],
  ['an ended conversation', { status: 'ended', reason: 'person', endedAt: 1 } as const, true],
])('%s keeps its sources, without suggested questions', (_, phase, isLatest) => {
  show(full, { phase, isLatest });
  expect(screen.getByRole('list', { name: 'Sources' })).toBeTruthy();
  expect(screen.queryByRole('group')).toBeNull();
});

test('an answer’s action ends the conversation only after the user has confirmed it', () => {
  HTMLDialogElement.prototype.showModal ??= function showModal() {
    this.open = true;
  };
  const { end } = show({ v: 1, action: { type: 'end_conversation' } });
  fireEvent.click(screen.getByRole('button', { name: 'End this conversation' }));
  expect(end).not.toHaveBeenCalled();
  const dialog = screen.getByRole('dialog', { hidden: true }) as HTMLDialogElement;
  dialog.returnValue = 'end';
  fireEvent(dialog, new Event('close'));
  expect(end).toHaveBeenCalledOnce();
});

test('an answer’s action opens a page of this site in a new tab', () => {
  const open = vi.fn();
  vi.stubGlobal('open', open);
  show({ v: 1, action: { type: 'open_page', path: '/privacy' } });
  fireEvent.click(screen.getByRole('button', { name: 'Open /privacy in a new tab' }));
  expect(open).toHaveBeenCalledExactlyOnceWith('/privacy', '_blank', 'noopener');
});

test.each([
  ['another version', { ...full, v: 2 }],
  ['a script link', { v: 1, sources: [{ title: 'x', url: 'javascript:alert(1)' }] }],
  ['10 kB', { ...full, padding: 'x'.repeat(10_240) }],
  ['no JSON', '<script>alert(1)</script>'],
])('the page does not show %s', (_, extras) => {
  show(extras);
  expect(document.querySelectorAll('a, button, script, ul')).toHaveLength(0);
});
