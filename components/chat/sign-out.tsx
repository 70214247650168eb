'use client';
/** Who is signed in, and the way out: the session ends first, so that no paid slot stays behind. */
import { LogOut } from 'lucide-react';
import { useTransition } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { languageOf } from '@/lib/words/language-of';

interface SignOutProps {
  userName: string;
  /** Resolves when the digital human is let go. */
  end: () => Promise<void>;
  signOut: () => Promise<void>;
}

export function SignOut({ userName, end, signOut }: SignOutProps) {
  const t = useTranslations('chat');
  const locale = useLocale();
  const [isLeaving, startLeaving] = useTransition();
  const leave = () => {
    if (isLeaving) return;
    startLeaving(async () => {
      await end();
      await signOut();
    });
  };
  return (
    <>
      <span lang={languageOf(userName, locale)} className="max-w-40 truncate text-sm">
        {userName}
      </span>
      <button
        type="button"
        aria-disabled={isLeaving}
        title={t('signOut')}
        className="flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full px-3 text-sm font-semibold hover:bg-sunken max-sm:px-0"
        onClick={leave}
      >
        <LogOut aria-hidden="true" size={18} />
        <span className="max-sm:sr-only">{isLeaving ? t('signingOut') : t('signOut')}</span>
      </button>
    </>
  );
}
