'use client';
/** Says what is sent to whom, before anything is sent: at a user's first start, and when the text has a new version. */
import { use } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { gapOf } from '@/lib/i18n/sentences';
import { Dialog, DialogChoices } from '../../ui/dialog';
import { SilentTrackContext } from './silent-track';

interface ConsentDialogProps {
  isRecorded: boolean;
  onAgree: () => void;
  onClose: () => void;
}

export default function ConsentDialog({ isRecorded, onAgree, onClose }: ConsentDialogProps) {
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
      foot={<DialogChoices plain={{ value: '', label: t('notNow') }} primary={{ value: 'agree', label: t('agree') }} />}
    >
      <p className="mt-3 text-sm">{t('lead')}</p>
      <ul className="mt-3 flex list-disc flex-col gap-2 pl-5 text-sm">
        {/* The first point, because on a phone it must be visible without scrolling. */}
        {isRecorded && <li className="font-semibold">{t('recorded')}</li>}
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
