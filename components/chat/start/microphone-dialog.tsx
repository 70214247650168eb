'use client';
/** Asks for the microphone in words, before the browser does: where the SDK opens it for written questions, too. */
import { useTranslations } from 'use-intl/react';
import { buttonLook } from '../../ui/button-styles';
import { Dialog, dialogFoot } from '../../ui/dialog';

export default function MicrophoneDialog({ onAnswer }: { onAnswer: (isAllowed: boolean) => void }) {
  const t = useTranslations('microphoneQuestion');
  return (
    <Dialog
      heading={t('heading')}
      onClose={(choice) => onAnswer(choice === 'allow')}
      foot={
        <form method="dialog" className={dialogFoot}>
          <button type="submit" value="" className={buttonLook.plain}>
            {t('decline')}
          </button>
          <button type="submit" value="allow" className={buttonLook.primary}>
            {t('allow')}
          </button>
        </form>
      }
    >
      <p className="mt-3 text-sm">{t('text')}</p>
      <p className="mt-3 text-sm text-quiet">{t('otherwise')}</p>
    </Dialog>
  );
}
