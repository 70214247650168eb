import { expect, it } from 'vitest';
import { traceDifferences } from './differences';
import type { Trace, TraceEntry } from './entry';

const names = { ours: 'stand-in', theirs: 'SDK' };
const trace = (entries: TraceEntry[], version = '5.0.6'): Trace => ({ version, entries });
const differences = (ours: TraceEntry[], theirs: TraceEntry[]) => traceDifferences(trace(ours), trace(theirs), names);

const create: TraceEntry = { kind: 'call', what: 'create', with: { onceCode: 'string' } };
const start: TraceEntry = { kind: 'call', what: 'startChat', with: [{ interactionMode: 'TEXT' }] };
const ready: TraceEntry = { kind: 'event', what: 'jobInfoChange', with: { isReady: true } };
const poll: TraceEntry = { kind: 'http', what: 'GET server /v1/jobs/{id}/state', with: { status: 200 } };

it('finds none in equal traces, however often an entry repeats', () => {
  expect(differences([create, poll, poll, ready, start], [create, poll, ready, poll, poll, start])).toEqual([]);
});

it('reports entries that only one of them has', () => {
  const opened: TraceEntry = { kind: 'permission', what: 'opens the microphone' };
  expect(differences([create, ready], [create, opened, ready, start])).toEqual([
    'Calls of the SDK:',
    '  only SDK: startChat [{"interactionMode":"TEXT"}]',
    'Devices and permissions:',
    '  only SDK: opens the microphone',
  ]);
});

it('reports the same call with other fields', () => {
  expect(differences([ready], [{ ...ready, with: { isReady: true, chatInfo: {} } }])).toEqual([
    'Events of the SDK:',
    '  only stand-in: jobInfoChange {"isReady":true}',
    '  only SDK: jobInfoChange {"isReady":true,"chatInfo":{}}',
  ]);
});

it('reports another order of calls, but not of requests', () => {
  const other: TraceEntry = { ...poll, what: 'POST server /v1/token' };
  expect(differences([create, start, poll, other], [start, create, other, poll])).toEqual([
    'Calls of the SDK:',
    '  another order: stand-in create, startChat; SDK startChat, create',
  ]);
});

it('reports another version', () => {
  expect(traceDifferences(trace([]), trace([], '6.0.0'), names)).toEqual(['Version: stand-in 5.0.6, SDK 6.0.0']);
});

it('ignores the number of heartbeats, and compares their fields', () => {
  const beat = (received: Record<string, string>): TraceEntry => ({
    kind: 'http',
    what: 'GET server /v1/jobs/{id}/state',
    with: { status: 200, received },
  });
  const pong: TraceEntry = {
    kind: 'socket',
    what: 'receive server /chat',
    with: { action: 'pong', speak_status: 'SPEAKING' },
  };
  const running = beat({ state: 'PROCESSING' });
  const over = beat({ state: 'SUCCEED', job_finish_reason: 'NORMAL' });
  expect(differences([running, running, over, pong], [over])).toEqual([]);
  expect(differences([running], [over])).toEqual([
    'Requests:',
    '  other fields: GET server /v1/jobs/{id}/state: stand-in state; SDK job_finish_reason, state',
  ]);
});
