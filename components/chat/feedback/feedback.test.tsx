// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionPhase } from '@/lib/digital-human/session-state';
import en from '@/lib/i18n/en.json';
import { snapshotOf } from '../screen-fixture';
import Feedback from './feedback';

type Over = Extract<SessionPhase, { status: 'ended' | 'failed' }>;

const ids = { requestId: 'req-1', jobId: 'job-1' };
const ended: Over = { status: 'ended', reason: 'person', liveSince: 1_000, endedAt: 9_000, ids };
const lost: Over = {
  status: 'failed',
  failure: { code: 'connection_lost', kind: 'lost', retry: 'manual' },
  liveSince: 1_000,
  endedAt: 9_000,
  ids,
};

const tree = (phase: Over) => (
  <IntlProvider locale="en" messages={en} timeZone="UTC">
    <Feedback over={snapshotOf(phase) as Parameters<typeof Feedback>[0]['over']} />
  </IntlProvider>
);
const show = (phase: Over = ended) => render(tree(phase));
const submit = () => act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Submit' })));
const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));

const posted = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
const bodies = () => posted.mock.calls.map(([, init]) => JSON.parse(String(init.body)));

beforeEach(() => {
  posted.mockReset().mockResolvedValue(new Response(null, { status: 204 }));
  vi.stubGlobal('fetch', posted);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test.each([
  ['an end', ended],
  ['a conversation that broke off', lost],
])('the form appears after %s', (_, phase) => {
  show(phase);
  expect(screen.getByRole('radiogroup', { name: 'How was the conversation?' })).toBeTruthy();
});

test.each<[string, Over]>([
  ['a start that was cancelled', { status: 'ended', reason: 'cancelled', endedAt: 9_000 }],
  ['a start that failed', { ...lost, liveSince: undefined }],
  ['a conversation that continues in another tab', { ...ended, reason: 'taken_over' } as Over],
  [
    'a sign-out on another device',
    { ...lost, failure: { code: 'signed_out_elsewhere', kind: 'signed_out', retry: 'never' } } as Over,
  ],
  ['a conversation that continues on another device', { ...ended, reason: 'moved' } as Over],
])('the form does not appear after %s', (_, phase) => {
  expect(show(phase).container.textContent).toBe('');
});

test('the form sends the rating, the sentence and the IDs only when the user submits it', async () => {
  show();
  expect(screen.queryByRole('button')).toBeNull();
  choose('Not good');
  choose('Good');
  fireEvent.change(screen.getByRole('textbox'), { target: { value: '  Quick and clear. ' } });
  expect(posted).not.toHaveBeenCalled();
  await submit();
  expect(bodies()).toEqual([{ rating: 'up', comment: 'Quick and clear.', requestId: 'req-1', jobId: 'job-1' }]);
  expect(screen.getByRole('status').textContent).toContain('Thank you');
  expect(document.activeElement).toBe(screen.getByRole('status'));
  expect(screen.queryByRole('radio')).toBeNull();
});

test('the sentence may stay empty, also in a browser without AbortSignal.timeout', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    throw new TypeError('AbortSignal.timeout is not a function');
  });
  show();
  choose('Not good');
  await submit();
  expect(bodies()).toEqual([{ rating: 'down', requestId: 'req-1', jobId: 'job-1' }]);
});

test('a second press while the feedback is being sent sends nothing', async () => {
  posted.mockReturnValue(new Promise(() => {}));
  show();
  choose('Good');
  await submit();
  await submit();
  expect(posted).toHaveBeenCalledOnce();
});

test.each([
  ['the server refuses it', () => Promise.resolve(new Response(null, { status: 429 }))],
  ['the sign-in page of a network answers', () => Promise.resolve(new Response('<html>Sign in to the Wi-Fi</html>'))],
  ['there is no network', () => Promise.reject(new TypeError('Failed to fetch'))],
])('when %s the form says so, and keeps its text', async (_, answer) => {
  posted.mockImplementationOnce(answer);
  show();
  choose('Good');
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Well done' } });
  await submit();
  expect(screen.getByRole('status').textContent).toContain('was not sent');
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('Well done');
  await submit();
  expect(screen.getByRole('status').textContent).toContain('Thank you');
});

test('the form says when the sign-in has expired, because another press does not help', async () => {
  posted.mockResolvedValueOnce(new Response(null, { status: 401 }));
  show();
  choose('Good');
  await submit();
  expect(screen.getByRole('status').textContent).toContain('sign-in has expired');
  await submit(); // the user has signed in again in another tab
  expect(screen.getByRole('status').textContent).toContain('Thank you');
});

test('the form appears again after the next conversation', async () => {
  const { rerender } = show();
  choose('Good');
  await submit();
  rerender(tree({ ...ended, endedAt: 20_000, ids: { requestId: 'req-2' } }));
  choose('Not good');
  await submit();
  expect(bodies()[1]).toEqual({ rating: 'down', requestId: 'req-2' });
});
