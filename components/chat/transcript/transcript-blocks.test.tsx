// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, expect, test, vi } from 'vitest';
import { reduceTranscript, type TranscriptEntry } from '@/lib/digital-human/transcript';
import en from '@/lib/i18n/en.json';
import { TranscriptBlocks } from './transcript-blocks';

afterEach(cleanup);

const line = (index: number): TranscriptEntry => ({
  id: `line-${index}`,
  who: index % 2 ? 'digital-human' : 'person',
  text: `Line ${index}`,
  at: index * 1_000,
  state: 'complete',
});
const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index));
const nameOf = () => 'Lin';
const piece = (entries: readonly TranscriptEntry[], text: string) =>
  reduceTranscript(entries, { type: 'answered', at: 0, text, chatId: 'c' });

/** Returns how many lines rendered (each asks for its name once) while an answer grew by `pieces`. */
function linesRendered(count: number, pieces: number): number {
  const named = vi.fn(nameOf);
  let entries = piece(lines(count), 'A');
  const page = () => (
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <TranscriptBlocks entries={entries} nameOf={named} />
    </IntlProvider>
  );
  const view = render(page());
  const articles = () => view.container.querySelectorAll('article');
  expect(articles()).toHaveLength(count + 1);
  named.mockClear();
  for (let index = 0; index < pieces; index += 1) {
    entries = piece(entries, ' b');
    view.rerender(page());
  }
  expect([...articles()].at(-1)?.textContent).toContain(`A${' b'.repeat(pieces)}`);
  cleanup();
  return named.mock.calls.length;
}

test('a piece of an answer costs the same work at 415 lines as at 31', () => {
  expect(linesRendered(415, 10)).toBeLessThanOrEqual(linesRendered(31, 10));
});

test('all times are formatted by one formatter, created once', () => {
  const made = vi.spyOn(Intl, 'DateTimeFormat');
  const toTime = vi.spyOn(Date.prototype, 'toLocaleTimeString');
  linesRendered(300, 3);
  expect(made.mock.calls.length).toBeLessThanOrEqual(1);
  expect(toTime).not.toHaveBeenCalled();
});

test('a corrected line renders only its own block again', () => {
  const named = vi.fn(nameOf);
  const page = (entries: TranscriptEntry[]) => (
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <TranscriptBlocks entries={entries} nameOf={named} />
    </IntlProvider>
  );
  const entries = lines(100);
  const view = render(page(entries));
  named.mockClear();
  view.rerender(page(entries.map((entry, index) => (index === 40 ? { ...entry, text: 'corrected' } : entry))));
  expect(named).toHaveBeenCalledTimes(32);
  expect(view.getByText('corrected')).toBeTruthy();
});
