// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, expect, test, vi } from 'vitest';
import en from '@/lib/i18n/en.json';
import { PlaybackDialog } from './playback-dialog';

afterEach(() => {
  cleanup();
  resume.mockClear();
  document.body.style.overflow = '';
});

const resume = vi.fn(async () => {});
const show = () =>
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <PlaybackDialog resume={resume} />
    </IntlProvider>,
  );
const button = () => screen.getByRole('button', { name: 'Play picture and sound' });

test('the playback question is a card on the picture while the SDK shows no dialog', () => {
  show();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('alert').textContent).toContain('blocks picture and sound'); // announced: nothing is heard
  fireEvent.click(button());
  expect(resume).toHaveBeenCalledOnce();
});

test('the playback question is a modal above a dialog of the SDK, also after the browser has refused again', async () => {
  const showModal = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
  show();
  await act(async () => {
    document.body.style.overflow = 'hidden';
  });
  expect(showModal).toHaveBeenCalledOnce();
  await act(async () => fireEvent.click(button()));
  expect(resume).toHaveBeenCalledOnce();
  expect(showModal).toHaveBeenCalledTimes(2);
});

test('the playback question is a card again when the dialog of the SDK has closed', async () => {
  document.body.style.overflow = 'hidden';
  show();
  expect(screen.getByRole('dialog')).toBeTruthy();
  await act(async () => {
    document.body.style.overflow = '';
  });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(button()).toBeTruthy();
});
