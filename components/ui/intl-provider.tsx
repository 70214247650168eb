'use client';
/** Hands the reader's language to the components below. The messages come compiled from the layout or the page. */
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
    // Times are formatted by the components, in the reader's zone; without one here use-intl warns at every request.
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
