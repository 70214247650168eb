'use client';
/**
 * The button that lets picture and sound play. When the SDK has opened its own modal over the whole page, with a focus
 * trap, this is a native modal dialog: only that is above the SDK's and keeps the keyboard.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';
import { isVendorDialogOpen, onVendorDialogChange } from '@/lib/digital-human/sdk/vendor-dialog';
import { buttonStyles } from '../../ui/button-styles';

const look =
  'on-studio max-w-md rounded-panel bg-studio/90 px-5 py-4 text-center text-sm text-studio-ink [&_p]:text-balance';

export function PlaybackDialog({ resume }: { resume: () => Promise<void> }) {
  const t = useTranslations('live');
  const dialog = useRef<HTMLDialogElement>(null);
  const isCovered = useSyncExternalStore(onVendorDialogChange, isVendorDialogOpen, () => false);
  const open = () => {
    if (isCovered && dialog.current && !dialog.current.open) dialog.current.showModal();
  };
  useEffect(open);
  const text = <p id="playback-blocked">{t('blocked')}</p>;
  const play = async () => {
    await resume();
    open(); // if the browser has refused again
  };
  if (!isCovered) {
    return (
      <div className={`${look} mx-auto my-auto flex flex-col items-center gap-3`}>
        <div role="alert">{text}</div>
        <button type="button" className={buttonStyles.studioPrimary} onClick={() => void play()}>
          {t('resume')}
        </button>
      </div>
    );
  }
  return (
    // Closing it in any way is the user gesture that playback needs.
    <dialog ref={dialog} aria-labelledby="playback-blocked" onClose={() => void play()} className={`${look} m-auto`}>
      <form method="dialog" className="flex flex-col items-center gap-3">
        {text}
        <button type="submit" className={buttonStyles.studioPrimary}>
          {t('resume')}
        </button>
      </form>
    </dialog>
  );
}
