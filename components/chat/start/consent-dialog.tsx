'use client';
/**
 * Says what is sent to whom, before anything is sent: at a person's first start, and when the text has a new version.
 */
import { use } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { gapOf } from '@/lib/i18n/sentences';
import { buttonLook } from '../../ui/button-styles';
import { Dialog, dialogFoot } from '../../ui/dialog';
import { SilentTrackContext } from './silent-track';

export default function ConsentDialog({ onAgree, onClose }: { onAgree: () => void; onClose: () => void }) {
  const t = useTranslations('consent');
  const voice = use(SilentTrackContext) ? 'voice' : 'voiceThroughout';
  const locale = useLocale();
  const close = (choice: string) => {
    onClose();
    if (choice === 'agree') onAgree();
  };
  return (
    <Dialog
      heading={t('heading')}
      onClose={close}
      foot={
        <form method="dialog" className={dialogFoot}>
          <button type="submit" value="" className={buttonLook.plain}>
            {t('notNow')}
          </button>
          <button type="submit" value="agree" className={buttonLook.primary}>
            {t('agree')}
          </button>
        </form>
      }
    >
      <p className="mt-3 text-sm">{t('lead')}</p>
      <ul className="mt-3 flex list-disc flex-col gap-2 pl-5 text-sm">
        {(['words', voice, 'device', 'kept'] as const).map((point) => (
          <li key={point}>{t(point)}</li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-quiet">
        <span>{t('withdraw') + gapOf(locale)}</span>
        <a href="/privacy" className="text-accent underline">
          {t('privacy')}
        </a>
      </p>
    </Dialog>
  );
}
