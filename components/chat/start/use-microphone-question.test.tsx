// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConfirmMicrophone } from '@/lib/digital-human/waking-microphone';
import en from '@/lib/i18n/en.json';
import { useMicrophoneQuestion } from './use-microphone-question';

/** The dialog's file is missing, as after a new version of the site. */
const isLost = vi.hoisted(() => ({ value: true }));
vi.mock('./microphone-dialog', async (importOriginal) => {
  if (isLost.value) throw new Error('Failed to load chunk');
  return importOriginal();
});

const asked: { confirm?: ConfirmMicrophone } = {};
let session: AbortController;

function Page() {
  const { confirm, dialog } = useMicrophoneQuestion();
  useEffect(() => {
    asked.confirm = confirm;
  }, [confirm]);
  return dialog;
}

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  session = new AbortController();
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <Page />
    </IntlProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('a microphone dialog that does not load is reported, and answers no', async () => {
  let answer: Promise<boolean> | undefined;
  await act(async () => {
    answer = asked.confirm?.(session.signal);
  });
  await screen.findByText(en.part.missing);
  fireEvent.click(screen.getByRole('button', { name: en.part.close }));
  expect(await answer).toBe(false);
  isLost.value = false;
});

test.each([
  ['Allow the microphone', true],
  ['Not now', false],
])('%s answers the session and closes the microphone dialog', async (name, expected) => {
  let answer: Promise<boolean> | undefined;
  await act(async () => {
    answer = asked.confirm?.(session.signal);
  });
  fireEvent.click(await screen.findByRole('button', { name }));
  expect(await answer).toBe(expected);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('the microphone dialog closes when the session ends', async () => {
  let answer: Promise<boolean> | undefined;
  await act(async () => {
    answer = asked.confirm?.(session.signal);
  });
  await screen.findByRole('dialog');
  await act(async () => session.abort());
  expect(await answer).toBe(false);
  expect(screen.queryByRole('dialog')).toBeNull();
});
