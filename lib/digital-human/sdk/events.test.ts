import { expect, it } from 'vitest';
import { createListeners, type SdkEvent } from './events.ts';

function eventsOf(dispatch: (listeners: ReturnType<typeof createListeners>) => void): SdkEvent[] {
  const events: SdkEvent[] = [];
  dispatch(createListeners((event) => events.push(event)));
  return events;
}

it.each([
  [0, '0'],
  [17, '17'],
  ['r-1', 'r-1'],
  [null, undefined],
  [undefined, undefined],
])('the ID %j of a recognition result is read as %j', (resultId, expected) => {
  const payload = { text: 'Hello', resultId, chatId: 'c' } as { text: string };
  const [emitted] = eventsOf((listeners) => listeners.speechRecognized(payload));
  expect(emitted).toMatchObject({ change: { type: 'heard', text: 'Hello', resultId: expected, isLast: false } });
});

it('a text that is null is empty, and a piece without isLast is not the last', () => {
  const [emitted] = eventsOf((listeners) => listeners.semanticRecognized({ text: null, chatId: 'c' }));
  expect(emitted).toMatchObject({ change: { type: 'answered', text: '', questionText: '', isLast: false } });
});

it.each([
  [{ isReady: true, jobId: 'job-1' }, true],
  [{ isReady: true, jobId: null }, false],
  [{ isReady: true }, false],
  [{ jobId: 'job-1' }, false],
])('a ready event needs a job: %j', (info, isReady) => {
  expect(eventsOf((listeners) => listeners.jobInfoChange(info))).toEqual([
    { type: 'ready', isReady, ...(isReady && { jobId: 'job-1' }) },
  ]);
});
