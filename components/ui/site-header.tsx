'use client';
/** The header of every page: the logo at the left, the page's own content at the right. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { BrandMark } from './brand-mark';

export function SiteHeader({ children }: { children?: ReactNode }) {
  const t = useTranslations('site');
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center justify-between gap-x-3 px-4 py-1 sm:px-6 print:hidden">
      {/* A full load: `next/link` would add 3 kB to the chat's first load. During a conversation the chat asks first. */}
      <a href="/" className="-mx-2 flex min-h-11 shrink-0 items-center gap-2.5 rounded-panel px-2 font-semibold">
        <BrandMark className="h-5 shrink-0 text-accent" />
        <span className="max-[30rem]:sr-only">{t('name')}</span>
      </a>
      <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-1 sm:gap-2">{children}</div>
    </header>
  );
}
