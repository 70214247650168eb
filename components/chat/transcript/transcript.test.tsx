// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import en from '@/lib/i18n/en.json';
import { preloadStartParts, TranscriptDialog } from '../late-parts';
import { Transcript } from './transcript';

beforeAll(async () => void (await Promise.all([preloadStartParts(), TranscriptDialog.preload()])));
afterEach(cleanup);

const at = new Date(2026, 0, 2, 9, 5).getTime(); // in the time zone of the machine
const entries: TranscriptEntry[] = [
  { id: 'a', who: 'person', text: 'Hello', at, state: 'complete' },
  { id: 'b', who: 'digital-human', text: '你好', at, state: 'complete', robotId: 'mei' },
];
const clear = vi.fn();

const show = (shown: TranscriptEntry[]) =>
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <Transcript entries={shown} speakerName={({ robotId }) => (robotId === 'mei' ? '梅' : 'Ada')} clear={clear} />
    </IntlProvider>,
  );
const press = (name: string) =>
  act(async () => {
    const button = screen.getByRole('button', { name });
    button.focus(); // as a click does in a browser
    fireEvent.click(button);
  });

test('each line of a transcript says who spoke, when, and in which language if it is not the page’s', () => {
  show(entries);
  const [question, answer] = screen.getAllByRole('article');
  expect(question?.textContent).toMatch(/^You9:05\sAMHello$/);
  expect(answer?.textContent).toContain('梅');
  expect(screen.getByText('你好').lang).toBe('zh');
  expect(screen.getByText('Hello').lang).toBe('');
});

test('an empty transcript cannot be saved or deleted', () => {
  show([]);
  expect(screen.queryByRole('button', { name: 'Save or delete' })).toBeNull();
});

test('deleting a transcript needs a confirmation', async () => {
  show(entries);
  await press('Save or delete');
  expect(await screen.findByRole('dialog', { name: 'This transcript' })).toBeTruthy();
  await press('Delete transcript');
  expect(document.activeElement?.textContent).toBe('Keep it');
  await press('Keep it');
  expect(document.activeElement?.textContent).toBe('Delete transcript');
  expect(clear).not.toHaveBeenCalled();
  await press('Delete transcript');
  await press('Delete for good');
  expect(clear).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(screen.getByRole('log'));
});

test('the list has the focus after the button that scrolls to its end', async () => {
  show(entries);
  const log = screen.getByRole('log');
  log.scrollTop = 10;
  fireEvent.wheel(log, { deltaY: -1 });
  screen.getByRole('button', { name: 'Go to the latest' }).focus();
  await press('Go to the latest');
  expect(screen.queryByRole('button', { name: 'Go to the latest' })).toBeNull();
  expect(document.activeElement).toBe(log);
});

test('copying a transcript says whether it worked', async () => {
  const writeText = vi.fn(async (_text: string) => {});
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  show(entries);
  await press('Save or delete');
  await press('Copy');
  expect(writeText.mock.calls[0]?.[0]).toContain('You: Hello');
  expect(screen.getByText('Copied')).toBeTruthy();
  writeText.mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
  await press('Copy');
  expect(screen.getByText(/did not allow copying/)).toBeTruthy();
});

test('a deleted transcript has no latest line to go to', async () => {
  show(entries);
  screen.getByRole('log').scrollTop = 100;
  fireEvent.wheel(screen.getByRole('log'), { deltaY: -1 });
  expect(screen.getByRole('button', { name: 'Go to the latest' })).toBeTruthy();
  await press('Save or delete');
  await press('Delete transcript');
  await press('Delete for good');
  expect(screen.queryByRole('button', { name: 'Go to the latest' })).toBeNull();
});
