// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConfirmMove } from '@/lib/digital-human/session';
import en from '@/lib/i18n/en.json';
import { useMoveQuestion } from './use-move-question';

let confirm: ConfirmMove;
let session: AbortController;

function Page() {
  const question = useMoveQuestion();
  confirm = question.confirm;
  return question.dialog;
}

beforeEach(() => {
  move.mockReset();
  session = new AbortController();
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <Page />
    </IntlProvider>,
  );
});
afterEach(cleanup);

const move = vi.fn(async (_signal: AbortSignal) => {});
const ask = async () => {
  let answer = Promise.resolve(false);
  await act(async () => {
    answer = confirm(move, session.signal);
  });
  const dialog = await screen.findByRole('dialog', { name: 'Continue here?' });
  expect(dialog.textContent).toContain('on another device');
  return answer;
};
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));

test('Continue here ends the other conversation, and then answers yes', async () => {
  let ended = () => {};
  move.mockImplementation(() => new Promise((resolve) => (ended = resolve)));
  const answered = vi.fn();
  const asked = ask().then(answered);
  await screen.findByRole('dialog');
  await press('Continue here');
  expect(screen.getByRole('button', { name: 'Moving it here' })).toBeTruthy();
  expect(answered).not.toHaveBeenCalled();
  await act(async () => ended());
  await asked;
  expect(answered).toHaveBeenCalledExactlyOnceWith(true);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('Leave it there ends nothing', async () => {
  const asked = ask();
  await screen.findByRole('dialog');
  await press('Leave it there');
  expect([await asked, move.mock.calls.length]).toEqual([false, 0]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('no dialog opens for a session that is over', async () => {
  session.abort();
  await act(async () => expect(await confirm(move, session.signal)).toBe(false));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('the end of the session closes the dialog and cancels the move', async () => {
  move.mockImplementation(() => new Promise(() => {}));
  const asked = ask();
  await screen.findByRole('dialog');
  await press('Continue here');
  await act(async () => session.abort());
  expect(await asked).toBe(false);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(move.mock.calls[0]?.[0].aborted).toBe(true);
});
