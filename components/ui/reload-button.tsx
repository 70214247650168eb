'use client';
/** For what only a new page cures. While a conversation is live, the browser asks before it leaves the page. */
import { useTranslations } from 'use-intl/react';
import { buttonLook } from './button-styles';

export function ReloadButton({ look = 'plain' }: { look?: keyof typeof buttonLook }) {
  const t = useTranslations('error');
  return (
    <button type="button" className={buttonLook[look]} onClick={() => window.location.reload()}>
      {t('again')}
    </button>
  );
}
