// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { restoreTranscript } from '@/lib/digital-human/transcript-storage';
import { reloadWhenUnused } from './reload-when-unused';

const reload = vi.fn();
const MINUTE_MS = 60_000;
let page = new AbortController();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('location', { reload });
  page = new AbortController();
});
afterEach(() => {
  page.abort();
  document.body.innerHTML = '';
  vi.useRealTimers();
  vi.unstubAllGlobals();
  restoreTranscript('ada'); // the storage works again
  reload.mockClear();
});

const endedBy = (who: 'user' | 'limit') => reloadWhenUnused({ isEndKnown: who === 'user', signal: page.signal });
const use = (input = 'pointermove') => window.dispatchEvent(new Event(input));

test('an old page is reloaded when it was not used for 5 minutes', () => {
  endedBy('user');
  vi.advanceTimersByTime(4 * MINUTE_MS);
  use();
  vi.advanceTimersByTime(5 * MINUTE_MS - 1);
  expect(reload).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(reload).toHaveBeenCalledOnce();
});

test('a conversation that the user did not end says why it ended until the page has been used', () => {
  endedBy('limit');
  vi.advanceTimersByTime(60 * MINUTE_MS);
  expect(reload).not.toHaveBeenCalled();
  use('keydown');
  vi.advanceTimersByTime(5 * MINUTE_MS);
  expect(reload).toHaveBeenCalledOnce();
});

test.each([
  ['a question is written', '<textarea>And</textarea>'],
  ['a comment on the conversation is written', '<input type="text" value="Quick">'],
  ['a rating is chosen', '<input type="radio" name="rating" checked>'],
  ['a dialog is open', '<dialog open></dialog>'],
])('an old page is not reloaded while %s', (_, html) => {
  document.body.innerHTML = html;
  endedBy('user');
  vi.advanceTimersByTime(30 * MINUTE_MS);
  expect(reload).not.toHaveBeenCalled();
  document.body.innerHTML = '<textarea></textarea><input type="text"><input type="radio" name="rating">';
  vi.advanceTimersByTime(5 * MINUTE_MS);
  expect(reload).toHaveBeenCalledOnce();
});

test('an old page is not reloaded in a browser that cannot keep the transcript', () => {
  vi.stubGlobal('sessionStorage', null);
  restoreTranscript('ada');
  endedBy('user');
  vi.advanceTimersByTime(30 * MINUTE_MS);
  expect(reload).not.toHaveBeenCalled();
});

test('an old page is not reloaded during the next conversation', () => {
  endedBy('user');
  page.abort();
  use();
  vi.advanceTimersByTime(30 * MINUTE_MS);
  expect(reload).not.toHaveBeenCalled();
});
