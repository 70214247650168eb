'use client';
/** Asks whether to continue here a conversation that is open in another tab or on another device. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Dialog, DialogChoices } from '../../ui/dialog';

interface TakeOverDialogProps {
  /** Where the conversation is. */
  from: 'tab' | 'device';
  /** Ends the session there. Resolves when it has ended; the signal cancels it. */
  takeOver: (signal: AbortSignal) => Promise<void>;
  onTaken: () => void;
  /** Called when the dialog closes, also after `onTaken`. */
  onClose: () => void;
}

export default function TakeOverDialog({ from, takeOver, onTaken, onClose }: TakeOverDialogProps) {
  const t = useTranslations('takeOver');
  const [isMoving, setIsMoving] = useState(false);
  const controller = useRef<AbortController>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const move = async (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    if ((submitter as HTMLButtonElement | null)?.value !== 'move') return;
    event.preventDefault();
    if (isMoving) return;
    setIsMoving(true);
    const dialog = event.currentTarget.closest('dialog');
    controller.current = new AbortController();
    const { signal } = controller.current;
    // If the browser refuses the lock, the conversation begins here nevertheless.
    await takeOver(signal).catch(() => {});
    if (!signal.aborted) dialog?.close('taken');
  };

  const close = (choice: string) => {
    controller.current?.abort();
    if (choice === 'taken') onTaken();
    onClose();
  };

  return (
    <Dialog
      heading={t('heading')}
      onClose={close}
      foot={
        <DialogChoices
          plain={{ value: '', label: t('leave') }}
          primary={{ value: 'move', label: <span aria-live="polite">{isMoving ? t('moving') : t('move')}</span> }}
          isBusy={isMoving}
          onSubmit={(event) => void move(event)}
        />
      }
    >
      <p className="mt-3 text-sm">{t(from)}</p>
      <p className="mt-3 text-sm text-quiet">{t('one')}</p>
    </Dialog>
  );
}
