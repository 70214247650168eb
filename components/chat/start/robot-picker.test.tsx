// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, expect, test, vi } from 'vitest';
import en from '@/lib/i18n/en.json';
import { RobotPicker } from './robot-picker';

afterEach(cleanup);

test('a chosen digital human is kept on the device', () => {
  const onChoose = vi.fn();
  const robots = [
    { id: 'ada', name: 'Ada' },
    { id: 'mei', name: '梅' },
  ];
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <RobotPicker robots={robots} robotId="ada" onChoose={onChoose} />
    </IntlProvider>,
  );
  fireEvent.change(screen.getByRole('combobox', { name: 'Digital human to talk with' }), { target: { value: 'mei' } });
  expect(onChoose).toHaveBeenCalledExactlyOnceWith('mei');
  expect(document.cookie).toContain('digital-human=mei');
});
