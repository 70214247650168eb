// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConfirmMicrophone } from '@/lib/digital-human/waking-microphone';
import en from '@/lib/i18n/en.json';
import { useMicrophoneQuestion } from './use-microphone-question';

let confirm: ConfirmMicrophone;
let session: AbortController;

function Page() {
  const question = useMicrophoneQuestion();
  confirm = question.confirm;
  return question.dialog;
}

beforeEach(() => {
  session = new AbortController();
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <Page />
    </IntlProvider>,
  );
});
afterEach(cleanup);

test.each([
  ['Allow the microphone', true],
  ['Not now', false],
])('%s answers the session, and the dialog goes', async (name, expected) => {
  let answer: Promise<boolean> | undefined;
  await act(async () => {
    answer = confirm(session.signal);
  });
  fireEvent.click(await screen.findByRole('button', { name }));
  expect(await answer).toBe(expected);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a session that is over takes its question back', async () => {
  let answer: Promise<boolean> | undefined;
  await act(async () => {
    answer = confirm(session.signal);
  });
  await screen.findByRole('dialog');
  await act(async () => session.abort());
  expect(await answer).toBe(false);
  expect(screen.queryByRole('dialog')).toBeNull();
});
