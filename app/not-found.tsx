/** For addresses that lead nowhere. */
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonLook } from '@/components/button-look';
import { MessagePage } from '@/components/message-page';
import { requestTranslator } from '@/lib/words/request-words';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslator('notFound'))('title') };
}

export default async function NotFound() {
  const t = await requestTranslator('notFound');
  return (
    <MessagePage heading={t('heading')} text={t('text')}>
      <Link href="/" className={buttonLook.primary}>
        {t('home')}
      </Link>
    </MessagePage>
  );
}
