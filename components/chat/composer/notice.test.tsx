// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, expect, test } from 'vitest';
import { vendorFailure } from '@/lib/digital-human/sdk/error-codes';
import type { Locale } from '@/lib/i18n/locale';
import { messagesOfChat } from '@/lib/i18n/messages';
import { Notice } from './notice';

afterEach(cleanup);

function noticeOf(code: string, locale: Locale): string {
  render(
    <IntlProvider locale={locale} messages={messagesOfChat(locale)}>
      <Notice failure={vendorFailure(code)} />
    </IntlProvider>,
  );
  return screen.getByRole('alert').textContent ?? '';
}

test('the title of a notice ends with a Chinese full stop and no space in Chinese', () => {
  expect(noticeOf('90100017', 'zh-CN')).toBe(
    '麦克风未获允许。浏览器没有允许本站使用麦克风。请在地址栏旁允许后再按“说话”，或者直接打字。',
  );
});

test('the title of a notice ends with a full stop and a space in English', () => {
  expect(noticeOf('90100017', 'en')).toMatch(/^Microphone not allowed\. The browser/);
});

test.each([
  ['en', 'Code MSS.47030103'],
  ['zh-CN', '错误码 MSS.47030103'],
] as const)('shows the code that is to be passed on: %s', (locale, shown) => {
  expect(noticeOf('MSS.47030103', locale)).toContain(shown);
});
