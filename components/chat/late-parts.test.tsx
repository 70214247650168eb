// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { SessionStatus } from '@/lib/digital-human/session-state';
import { useLateParts } from './late-parts';

const fetched = vi.hoisted(() => [] as string[]);
const file = (name: string) => {
  fetched.push(name);
  return { default: () => null };
};
vi.mock('./after-click', () => file('after-click'));
vi.mock('./dialogs', () => file('dialogs'));
vi.mock('./transcript/transcript-dialog', () => file('transcript-dialog'));
vi.mock('./stage/conversation-sheet', () => file('conversation-sheet'));
vi.mock('./transcript/answer-extras', () => file('answer-extras'));

afterEach(cleanup);

test('the page fetches nothing before it is idle, and what only a conversation needs when one starts', async () => {
  let whenIdle = () => {};
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => {
    whenIdle = callback;
  });
  vi.stubGlobal('cancelIdleCallback', () => {});
  const { rerender } = renderHook(({ status }) => useLateParts(status, false), {
    initialProps: { status: 'idle' as SessionStatus },
  });
  expect(fetched).toEqual([]);

  whenIdle();
  await expect.poll(() => fetched).toEqual(['after-click', 'dialogs']);

  rerender({ status: 'preparing' });
  rerender({ status: 'authorizing' });
  await expect
    .poll(() => fetched.slice(2).sort())
    .toEqual(['answer-extras', 'conversation-sheet', 'transcript-dialog']);
});
