/** The root layout: sets the language, the theme and the messages of each request. */
import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { PageIntlProvider } from '@/components/ui/intl-provider';
import { messagesOfEveryPage } from '@/lib/i18n/messages';
import { requestLocale, requestTheme, requestTranslator } from '@/lib/i18n/request';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator('site');
  return { title: { default: t('title'), template: `%s · ${t('name')}` }, description: t('description') };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f2ec' },
    { media: '(prefers-color-scheme: dark)', color: '#101315' },
  ],
  // The on-screen keyboard reduces the page's height, so that the composer stays above it.
  interactiveWidget: 'resizes-content',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Each request has a new nonce for the Content-Security-Policy. A page rendered at build time would have none.
  await connection();
  const locale = await requestLocale();
  const t = await requestTranslator('site');
  return (
    <html lang={locale} data-theme={await requestTheme()}>
      <body className="min-h-dvh antialiased">
        <a
          href="#content"
          className="fixed top-2 left-2 z-50 -translate-y-24 rounded-panel bg-surface px-4 py-3 focus:translate-y-0"
        >
          {t('skip')}
        </a>
        <PageIntlProvider locale={locale} messages={messagesOfEveryPage(locale)}>
          {children}
        </PageIntlProvider>
      </body>
    </html>
  );
}
