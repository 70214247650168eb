/** Shown instead of a page that needs sign-in, when the settings of sign-in are wrong. The log names them. */
import { buttonLook } from '@/components/button-look';
import { MessagePage } from '@/components/message-page';
import { requestLocale, requestTranslator } from '@/lib/words/request-words';
import { sentences } from '@/lib/words/sentences';

export async function Misconfigured() {
  const t = await requestTranslator('failure.entry.misconfigured');
  const error = await requestTranslator('error');
  return (
    <MessagePage heading={t('title')} text={sentences(await requestLocale(), t('happened'), t('todo'))}>
      <a href="/" className={buttonLook.plain}>
        {error('home')}
      </a>
    </MessagePage>
  );
}
