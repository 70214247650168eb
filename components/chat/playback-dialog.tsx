'use client';
/**
 * The one button that lets picture and sound play. A modal dialog, as the SDK has one of its own over the whole page then,
 * with a focus trap: only the browser's top layer lies above it, and only `showModal` keeps the keyboard here.
 */
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from '../button-look';

export function PlaybackDialog({ resume }: { resume: () => Promise<void> }) {
  const t = useTranslations('live');
  const dialog = useRef<HTMLDialogElement>(null);
  const open = () => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  };
  useEffect(open, []);
  // However it was closed, what the page lacks is this gesture. It is still here when the browser refuses again.
  const play = async () => {
    await resume();
    open();
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby="playback-blocked"
      onClose={() => void play()}
      className="on-studio m-auto max-w-md rounded-panel bg-studio px-5 py-4 text-center text-sm text-balance text-studio-ink backdrop:bg-black/40"
    >
      <form method="dialog" className="flex flex-col items-center gap-3">
        <p id="playback-blocked">{t('blocked')}</p>
        <button type="submit" className={buttonLook.studioPrimary}>
          {t('resume')}
        </button>
      </form>
    </dialog>
  );
}
