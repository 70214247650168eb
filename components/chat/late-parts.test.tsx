// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionStatus } from '@/lib/digital-human/session-state';
import { useLateParts } from './late-parts';
import { rememberConsent } from './start/consent';

const fetched = vi.hoisted(() => [] as string[]);
const file = (name: string) => {
  fetched.push(name);
  return { default: () => null };
};
vi.mock('./dialogs', () => file('dialogs'));
vi.mock('./transcript/transcript-dialog', () => file('transcript-dialog'));
vi.mock('./stage/conversation-sheet', () => file('conversation-sheet'));
vi.mock('./transcript/answer-extras', () => file('answer-extras'));

afterEach(cleanup);

const isRecorded = false;
const preloadSession = vi.fn();
let whenIdle = () => {};

beforeEach(() => {
  fetched.splice(0);
  preloadSession.mockClear();
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => {
    whenIdle = callback;
  });
  vi.stubGlobal('cancelIdleCallback', () => {});
});

const renderPage = () =>
  renderHook(({ status }) => useLateParts({ status, isRecorded, asksForFeedback: false, preloadSession }), {
    initialProps: { status: 'idle' as SessionStatus },
  });

test('on a first visit the idle page fetches only the dialogs', async () => {
  renderPage();
  expect(fetched).toEqual([]);
  whenIdle();
  await expect.poll(() => fetched).toEqual(['dialogs']);
  expect(preloadSession).not.toHaveBeenCalled();
});

test('without consent the idle page fetches the session’s code for a transcript of an earlier visit', () => {
  sessionStorage.setItem('digital-human-transcript:ada', '[]');
  renderPage();
  whenIdle();
  expect(preloadSession).toHaveBeenCalledOnce();
  sessionStorage.clear();
});

test('after consent the idle page also fetches the session’s code, and a start what only a conversation needs', async () => {
  rememberConsent(isRecorded);
  const { rerender } = renderPage();
  expect(preloadSession).not.toHaveBeenCalled();
  whenIdle();
  expect(preloadSession).toHaveBeenCalledOnce();

  rerender({ status: 'preparing' });
  rerender({ status: 'authorizing' });
  await expect.poll(() => fetched.toSorted()).toEqual(['answer-extras', 'conversation-sheet', 'transcript-dialog']);
});
