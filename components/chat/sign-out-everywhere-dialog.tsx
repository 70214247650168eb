'use client';
/** Asks for confirmation before it signs the user out on every device. */
import { useTranslations } from 'use-intl/react';
import { Dialog, DialogChoices } from '../ui/dialog';

export default function SignOutEverywhereDialog({
  onSignOut,
  onClose,
}: {
  onSignOut: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('everywhere');
  const close = (choice: string) => {
    if (choice === 'leave') onSignOut();
    onClose();
  };
  return (
    <Dialog
      heading={t('heading')}
      onClose={close}
      foot={<DialogChoices plain={{ value: '', label: t('stay') }} primary={{ value: 'leave', label: t('leave') }} />}
    >
      <p className="mt-3 text-sm">{t('text')}</p>
    </Dialog>
  );
}
