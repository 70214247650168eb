'use client';
/** Provides language and messages to the components below. The layout or the page passes compiled messages. */
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl/react';
import type { Locale } from '@/lib/i18n/locale';
import type { PageMessages } from '@/lib/i18n/messages';

export function PageIntlProvider({
  locale,
  messages,
  children,
}: {
  locale: Locale;
  messages: PageMessages;
  children: ReactNode;
}) {
  return (
    // Components format times in the user's time zone. Without a `timeZone` here, use-intl warns at every request.
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
