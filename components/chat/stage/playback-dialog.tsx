'use client';
/**
 * The one button that lets picture and sound play. Where the SDK has opened its own modal over the whole page, with a
 * focus trap, this is a modal, too: only the browser's top layer lies above it, and only a modal there keeps the keyboard.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';
import { isVendorDialogOpen, onVendorDialogChange } from '@/lib/digital-human/sdk/vendor-dialog';
import { buttonLook } from '../../ui/button-styles';

const look = 'on-studio max-w-md rounded-panel bg-studio/90 px-5 py-4 text-center text-sm text-balance text-studio-ink';

export function PlaybackDialog({ resume }: { resume: () => Promise<void> }) {
  const t = useTranslations('live');
  const dialog = useRef<HTMLDialogElement>(null);
  const isCovered = useSyncExternalStore(onVendorDialogChange, isVendorDialogOpen, () => false);
  const open = () => {
    if (isCovered && dialog.current && !dialog.current.open) dialog.current.showModal();
  };
  useEffect(open);
  const words = <p id="playback-blocked">{t('blocked')}</p>;
  const play = async () => {
    await resume();
    open(); // still here: the browser refused again
  };
  if (!isCovered) {
    return (
      <div className={`${look} mx-auto my-auto flex flex-col items-center gap-3`}>
        {words}
        <button type="button" className={buttonLook.studioPrimary} onClick={() => void play()}>
          {t('resume')}
        </button>
      </div>
    );
  }
  return (
    // However it is closed, the page lacks this gesture.
    <dialog ref={dialog} aria-labelledby="playback-blocked" onClose={() => void play()} className={`${look} m-auto`}>
      <form method="dialog" className="flex flex-col items-center gap-3">
        {words}
        <button type="submit" className={buttonLook.studioPrimary}>
          {t('resume')}
        </button>
      </form>
    </dialog>
  );
}
