'use client';
/** Asks for confirmation before a link on the page ends a running conversation. */
import { useTranslations } from 'use-intl/react';
import { Dialog, DialogChoices } from '../ui/dialog';

export default function LeaveDialog({ onLeave, onClose }: { onLeave: () => void; onClose: () => void }) {
  const t = useTranslations('leave');
  const close = (choice: string) => {
    onClose();
    if (choice === 'leave') onLeave();
  };
  return (
    <Dialog
      heading={t('heading')}
      onClose={close}
      foot={<DialogChoices plain={{ value: 'leave', label: t('leave') }} primary={{ value: '', label: t('stay') }} />}
    >
      <p className="mt-3 text-sm">{t('text')}</p>
    </Dialog>
  );
}
