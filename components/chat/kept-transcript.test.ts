// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { forgetTranscripts, keepTranscript, restoreTranscript } from './kept-transcript';
import { snapshotOf } from './screen-fixture';

beforeEach(() => sessionStorage.clear());

const entry: TranscriptEntry = { id: 'a', who: 'person', text: 'Hello', at: 1_000, state: 'complete' };

/** A session somebody else writes to. */
function session() {
  let snapshot = snapshotOf({ status: 'idle' });
  let subscriber = () => {};
  return {
    getSnapshot: () => snapshot,
    subscribe: (next: () => void) => {
      subscriber = next;
      return () => {};
    },
    says: (...transcript: TranscriptEntry[]) => {
      snapshot = snapshotOf({ status: 'idle' }, { transcript });
      subscriber();
    },
  };
}

test('what was said comes back, to the same person only', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  ada.says(entry);
  expect(restoreTranscript('ada')).toEqual([entry]);
  expect(restoreTranscript('lei')).toEqual([]);
  expect(restoreTranscript('ada')).toEqual([]); // gone when somebody else came
});

test('an answer is written when it is whole, not piece by piece', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  const setItem = vi.spyOn(Storage.prototype, 'setItem');
  ada.says(entry, { ...entry, id: 'b', who: 'digital-human', state: 'open' });
  expect(setItem).not.toHaveBeenCalled();
  ada.says(entry, { ...entry, id: 'b', who: 'digital-human' });
  expect(restoreTranscript('ada')).toHaveLength(2);
});

test('what is deleted on the page is deleted in the tab', () => {
  const ada = session();
  keepTranscript(ada, 'ada');
  ada.says(entry);
  ada.says();
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test('signing out forgets everybody, and leaves what is not ours', () => {
  sessionStorage.setItem('other', '1');
  for (const user of ['ada', 'lei']) sessionStorage.setItem(`digital-human-transcript:${user}`, '[]');
  forgetTranscripts();
  expect(Object.keys(sessionStorage)).toEqual(['other']);
});

test.each(['not JSON', '{}', '[1, {"id": "a"}, null]'])('what is damaged (%s) is as good as nothing', (kept) => {
  sessionStorage.setItem('digital-human-transcript:ada', kept);
  expect(restoreTranscript('ada')).toEqual([]);
});

test('an answer that was cut off by the reload is no longer awaited', () => {
  sessionStorage.setItem('digital-human-transcript:ada', JSON.stringify([{ ...entry, state: 'open' }]));
  expect(restoreTranscript('ada')).toEqual([entry]);
});
