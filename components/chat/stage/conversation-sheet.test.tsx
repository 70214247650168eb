// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, expect, test, vi } from 'vitest';
import en from '@/lib/i18n/en.json';
import ConversationSheet from './conversation-sheet';
import { shortcuts } from './use-shortcuts';

afterEach(() => {
  cleanup();
  Reflect.deleteProperty(navigator, 'platform');
});

test.each([
  ['Win32', 'Alt', 'Option'],
  ['MacIntel', 'Option', 'Alt'],
])('on %s the keys are listed with %s', (platform, shown, other) => {
  Object.defineProperty(navigator, 'platform', { value: platform, configurable: true });
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <ConversationSheet isDevicePickerShown={false} setDevicePicker={vi.fn()} />
    </IntlProvider>,
  );
  expect(screen.getAllByText(shown)).toHaveLength(Object.keys(shortcuts).length);
  expect(screen.queryByText(other)).toBeNull();
});
