'use client';
/** Asks before a link inside the page ends a running conversation. */
import { useTranslations } from 'use-intl/react';
import { buttonLook } from '../ui/button-styles';
import { Dialog, dialogFoot } from '../ui/dialog';

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
      foot={
        <form method="dialog" className={dialogFoot}>
          <button type="submit" value="leave" className={buttonLook.plain}>
            {t('leave')}
          </button>
          <button type="submit" value="" className={buttonLook.primary}>
            {t('stay')}
          </button>
        </form>
      }
    >
      <p className="mt-3 text-sm">{t('text')}</p>
    </Dialog>
  );
}
