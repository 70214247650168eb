'use client';
/** The user's name, and a menu with what concerns all of their devices. */
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { languageOf } from '@/lib/i18n/language-of';
import { SignOutEverywhereDialog } from './late-parts';

interface AccountMenuProps {
  userName: string;
  signOutEverywhere: () => void;
}

export function AccountMenu({ userName, signOutEverywhere }: AccountMenuProps) {
  const t = useTranslations('chat');
  const locale = useLocale();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <button
        type="button"
        popoverTarget="account"
        title={t('account')}
        className="flex min-h-11 min-w-0 max-w-44 items-center gap-1 rounded-full px-3 text-sm hover:bg-sunken max-sm:px-1"
      >
        <span dir="auto" lang={languageOf(userName, locale)} className="min-w-0 truncate">
          {userName}
        </span>
        <ChevronDown aria-hidden="true" size={16} className="shrink-0 text-quiet" />
      </button>
      <div
        id="account"
        popover="auto"
        className="menu-at-button fixed m-0 rounded-panel border border-line bg-surface p-2 text-ink shadow-stage"
      >
        <button
          type="button"
          className="flex min-h-11 w-full items-center rounded-panel px-3 text-left text-sm hover:bg-sunken"
          onClick={(event) => {
            // Before the dialog opens: the focus returns to the menu's button, and to it again when the dialog closes.
            event.currentTarget.parentElement?.hidePopover?.();
            setIsAsking(true);
          }}
        >
          {t('signOutEverywhere')}
        </button>
      </div>
      {isAsking && <SignOutEverywhereDialog onSignOut={signOutEverywhere} onClose={() => setIsAsking(false)} />}
    </>
  );
}
