'use client';
/** Shown when a page throws. Next logs the error on the server; users see its reference (`digest`), never its text. */
import { useTranslations } from 'use-intl/react';
import { buttonStyles } from '@/components/ui/button-styles';
import { MessagePage } from '@/components/ui/message-page';
import { ReloadButton } from '@/components/ui/reload-button';

export default function PageError({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations('error');
  return (
    <MessagePage heading={t('heading')} text={t('text')}>
      {error.digest && (
        <p className="w-full text-sm text-quiet">
          <span>{`${t('reference')} `}</span>
          <code>{error.digest}</code>
        </p>
      )}
      {/* A full load discards the broken state. */}
      <ReloadButton look="primary" />
      <a href="/" className={buttonStyles.plain}>
        {t('home')}
      </a>
    </MessagePage>
  );
}
