'use client';
/** Reloads the page, for problems that only a new page solves. During a conversation, the browser asks first. */
import { useTranslations } from 'use-intl/react';
import { buttonStyles } from './button-styles';

export function ReloadButton({ look = 'plain' }: { look?: keyof typeof buttonStyles }) {
  const t = useTranslations('error');
  return (
    <button type="button" className={buttonStyles[look]} onClick={() => window.location.reload()}>
      {t('again')}
    </button>
  );
}
