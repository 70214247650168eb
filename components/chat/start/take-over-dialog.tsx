'use client';
/** When another tab has the conversation: take it over, or leave it where it is. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from '../../ui/button-styles';
import { Dialog, dialogFoot } from '../../ui/dialog';

interface TakeOverDialogProps {
  /** Resolves when the other tab has ended its session; the signal calls it off. */
  takeOver: (signal: AbortSignal) => Promise<void>;
  onTaken: () => void;
  onClose: () => void;
}

export default function TakeOverDialog({ takeOver, onTaken, onClose }: TakeOverDialogProps) {
  const t = useTranslations('takeOver');
  const [isMoving, setIsMoving] = useState(false);
  const calledOff = useRef<AbortController>(null);
  useEffect(() => () => calledOff.current?.abort(), []);

  const move = async (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    if ((submitter as HTMLButtonElement | null)?.value !== 'move') return;
    event.preventDefault();
    if (isMoving) return;
    setIsMoving(true);
    const dialog = event.currentTarget.closest('dialog');
    calledOff.current = new AbortController();
    const { signal } = calledOff.current;
    // Where the browser refuses the lock, the conversation begins here all the same.
    await takeOver(signal).catch(() => {});
    if (!signal.aborted) dialog?.close('taken');
  };

  const close = (choice: string) => {
    calledOff.current?.abort();
    onClose();
    if (choice === 'taken') onTaken();
  };

  return (
    <Dialog
      heading={t('heading')}
      onClose={close}
      foot={
        <form method="dialog" onSubmit={(event) => void move(event)} className={dialogFoot}>
          <button type="submit" value="" className={buttonLook.plain}>
            {t('leave')}
          </button>
          <button type="submit" value="move" aria-disabled={isMoving} className={buttonLook.primary}>
            <span aria-live="polite">{isMoving ? t('moving') : t('move')}</span>
          </button>
        </form>
      }
    >
      <p className="mt-3 text-sm">{t('text')}</p>
    </Dialog>
  );
}
