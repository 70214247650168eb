import { expect, it } from 'vitest';
import { answersOf } from './answers';
import type { TraceEntry } from './entry';

const answers = (entries: TraceEntry[]) => answersOf({ version: '5.0.6', entries });

const signIn: TraceEntry = {
  kind: 'http',
  what: 'POST server /v1/digital-human-chat/auth-once-code',
  with: { status: 200, received: { access_token: 'string', valid_period: 1800 } },
};
const piece = (isLast: boolean): TraceEntry => ({
  kind: 'event',
  what: 'semanticRecognized',
  with: { isLast, text: 'string' },
});
const opened: TraceEntry = { kind: 'permission', what: 'opens the microphone' };
const speaks: TraceEntry = { kind: 'step', what: 'speaks' };

it('reads the answers from a conversation', () => {
  const entries: TraceEntry[] = [
    signIn,
    piece(false),
    piece(true),
    { kind: 'socket', what: 'open other *.example.cn /', with: {} },
    speaks,
    opened,
    { kind: 'storage', what: 'holds at the end: local cacheJobInfo' },
    { kind: 'http', what: 'PUT page /v1/digital-human-chat/token', with: {} },
  ];
  expect(answers(entries)).toEqual([
    'A token is valid for: 1800 s',
    'isLast came 1 times in 2 pieces of the answers to one question',
    'While only writing, the microphone was not opened',
    'Left in the storage: local cacheJobInfo',
    'Requests of the SDK to this site: 1',
    'Other hosts it spoke to: other *.example.cn',
  ]);
});

it('reports when writing opened the microphone', () => {
  expect(answers([opened, speaks])[2]).toMatch(/was opened: METASTUDIO_SILENT_TRACK does not work/);
});

it('reports nothing that the trace does not show', () => {
  expect(answers([])).toEqual(
    expect.arrayContaining([expect.stringMatching(/valid for: unknown/), expect.stringMatching(/storage: unknown/)]),
  );
});
