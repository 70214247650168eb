/** Shown for unknown addresses. */
import type { Metadata } from 'next';
import { buttonStyles } from '@/components/ui/button-styles';
import { MessagePage } from '@/components/ui/message-page';
import { requestTranslator } from '@/lib/i18n/request';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslator('notFound'))('title') };
}

export default async function NotFound() {
  const t = await requestTranslator('notFound');
  return (
    <MessagePage heading={t('heading')} text={t('text')}>
      {/* Not `next/link`: every page loads the code of this one, which would add 3 kB to the chat. */}
      <a href="/" className={buttonStyles.primary}>
        {t('home')}
      </a>
    </MessagePage>
  );
}
