/** Shown instead of a page that needs sign-in, when the settings of sign-in are wrong. The log names them. */
import { buttonStyles } from '@/components/ui/button-styles';
import { MessagePage } from '@/components/ui/message-page';
import { requestLocale, requestTranslator } from '@/lib/i18n/request';
import { sentences } from '@/lib/i18n/sentences';

export async function Misconfigured() {
  const t = await requestTranslator('failure.entry.misconfigured');
  const error = await requestTranslator('error');
  return (
    <MessagePage heading={t('title')} text={sentences(await requestLocale(), t('happened'), t('todo'))}>
      <a href="/" className={buttonStyles.plain}>
        {error('home')}
      </a>
    </MessagePage>
  );
}
