'use client';
/** Explains why a written question opens the microphone, before the browser asks for it. */
import { useTranslations } from 'use-intl/react';
import { Dialog, DialogChoices } from '../../ui/dialog';

export default function MicrophoneDialog({ onAnswer }: { onAnswer: (isAllowed: boolean) => void }) {
  const t = useTranslations('microphoneQuestion');
  return (
    <Dialog
      heading={t('heading')}
      onClose={(choice) => onAnswer(choice === 'allow')}
      foot={
        <DialogChoices plain={{ value: '', label: t('decline') }} primary={{ value: 'allow', label: t('allow') }} />
      }
    >
      <p className="mt-3 text-sm">{t('text')}</p>
      <p className="mt-3 text-sm text-quiet">{t('otherwise')}</p>
    </Dialog>
  );
}
