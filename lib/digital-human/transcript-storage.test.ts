// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { initialSnapshot } from './session-state.ts';
import type { TranscriptEntry } from './transcript.ts';
import { forgetTranscripts, keepTranscript, restoreTranscript } from './transcript-storage.ts';
import { useIsTranscriptKept } from './use-is-transcript-kept.ts';

beforeEach(() => sessionStorage.clear());

const entry: TranscriptEntry = { id: 'a', who: 'person', text: 'Hello', at: 1_000, state: 'complete' };

/** A session whose transcript the test sets. */
function session() {
  let snapshot = initialSnapshot;
  let subscriber = () => {};
  return {
    getSnapshot: () => snapshot,
    subscribe: (next: () => void) => {
      subscriber = next;
      return () => {
        subscriber = () => {};
      };
    },
    says: (...transcript: TranscriptEntry[]) => {
      snapshot = { ...initialSnapshot, transcript };
      subscriber();
    },
  };
}

test('a transcript is restored for the same user only', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  ada.says(entry);
  expect(restoreTranscript('ada')).toEqual([entry]);
  expect(restoreTranscript('lei')).toEqual([]);
  expect(restoreTranscript('ada')).toEqual([]); // removed when another user came
});

test('an answer is stored when it is complete, not piece by piece', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  const setItem = vi.spyOn(Storage.prototype, 'setItem');
  ada.says(entry, { ...entry, id: 'b', who: 'digital-human', state: 'open' });
  expect(setItem).not.toHaveBeenCalled();
  ada.says(entry, { ...entry, id: 'b', who: 'digital-human' });
  expect(restoreTranscript('ada')).toHaveLength(2);
});

test('nothing is stored while an answer before the last line grows', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  const setItem = vi.spyOn(Storage.prototype, 'setItem');
  for (let piece = 1; piece < 50; piece += 1)
    ada.says({ ...entry, id: 'b', who: 'digital-human', text: 'x'.repeat(piece), state: 'open' }, entry);
  expect(setItem).not.toHaveBeenCalled();
});

test.each([
  ['leaves the page', () => window.dispatchEvent(new Event('pagehide'))],
  ['hides the page, which a phone may then end', () => document.dispatchEvent(new Event('visibilitychange'))],
])('a spoken question and an answer under way are stored when the user %s', (_, leave) => {
  const ada = session();
  keepTranscript(ada, 'ada');
  const answer = { ...entry, id: 'b', who: 'digital-human', text: 'It' } as const;
  ada.says({ ...entry, chatId: 'c', state: 'open' }, { ...answer, state: 'open' });
  leave();
  expect(restoreTranscript('ada')).toEqual([entry, answer]);
});

test('a written question that was not accepted when the user left the page counts as not delivered', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  ada.says({ ...entry, state: 'open' });
  window.dispatchEvent(new Event('pagehide'));
  expect(restoreTranscript('ada')).toEqual([{ ...entry, state: 'failed' }]);
});

test('nothing is stored after the sign-out', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  ada.says(entry);
  forgetTranscripts();
  ada.says(entry, { ...entry, id: 'b', state: 'failed' });
  window.dispatchEvent(new Event('pagehide'));
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test.each(['QuotaExceededError', 'SecurityError'])(
  'storage that refuses (%s) is reported, and so is its return',
  (name) => {
    const { result } = renderHook(useIsTranscriptKept);
    const ada = session();
    keepTranscript(ada, 'ada');
    const setItem = () => {
      throw new DOMException('', name);
    };
    vi.spyOn(window, 'sessionStorage', 'get').mockReturnValue({ setItem } as unknown as Storage);
    act(() => ada.says(entry));
    expect(result.current).toBe(false);
    vi.restoreAllMocks();
    act(() => ada.says(entry, { ...entry, id: 'b' }));
    expect(result.current).toBe(true);
  },
);

test('a browser without storage restores nothing, and the page knows that it keeps nothing', () => {
  vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('', 'SecurityError');
  });
  expect(restoreTranscript('ada')).toEqual([]);
  expect(renderHook(useIsTranscriptKept).result.current).toBe(false);
  vi.restoreAllMocks();
  restoreTranscript('ada');
});

test('deleting the transcript on the page deletes the stored one', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  ada.says(entry);
  ada.says();
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test('a sign-out removes the transcripts of all users, and no other entry', () => {
  sessionStorage.setItem('other', '1');
  for (const user of ['ada', 'lei']) sessionStorage.setItem(`digital-human-transcript:${user}`, '[]');
  forgetTranscripts();
  expect(Object.keys(sessionStorage)).toEqual(['other']);
});

test.each(['not JSON', '{}', '[1, {"id": "a"}, null]'])('a damaged transcript (%s) is ignored', (kept) => {
  sessionStorage.setItem('digital-human-transcript:ada', kept);
  expect(restoreTranscript('ada')).toEqual([]);
});

test('an answer that the reload interrupted counts as complete', () => {
  const answer = { ...entry, who: 'digital-human' };
  sessionStorage.setItem('digital-human-transcript:ada', JSON.stringify([{ ...answer, state: 'open' }]));
  expect(restoreTranscript('ada')).toEqual([answer]);
});

test('a restored transcript has no IDs of its job, which the next job may use again', () => {
  sessionStorage.setItem('digital-human-transcript:ada', JSON.stringify([{ ...entry, chatId: 'c', resultId: 'r' }]));
  expect(restoreTranscript('ada')).toStrictEqual([entry]);
});
