'use client';
/** The microphone button beside the message box, to hold or to press. It shows whether the microphone is open. */
import { Mic } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useHoldOrPress } from './use-hold-or-press';

interface SpeakButtonProps {
  isReady: boolean;
  isOpen: boolean;
  open: () => void;
  close: () => void;
}

const isPressKey = ({ key }: { key: string }) => key === ' ' || key === 'Enter';

/** A pointer that is gone already cannot be captured; its release is then seen where it happens. */
function capture(element: Element, pointerId: number): void {
  try {
    element.setPointerCapture(pointerId);
  } catch {
    // The hold ends by everything else that ends one.
  }
}

export function SpeakButton({ isReady, ...microphone }: SpeakButtonProps) {
  const t = useTranslations('composer');
  const { press, release, giveUp } = useHoldOrPress(microphone);
  return (
    <button
      type="button"
      aria-label={t('speak')}
      aria-pressed={microphone.isOpen}
      aria-disabled={!isReady}
      aria-describedby="speak-hint"
      title={t('speakHint')}
      // A long touch must neither select nor open a menu.
      className="flex size-11 shrink-0 touch-none items-center justify-center rounded-[0.625rem] text-accent select-none hover:bg-sunken aria-disabled:text-quiet aria-pressed:bg-alarm aria-pressed:text-on-accent forced-colors:border forced-colors:aria-pressed:bg-[Highlight]"
      onContextMenu={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        if (!isReady || event.button !== 0) return;
        capture(event.currentTarget, event.pointerId);
        press();
      }}
      onPointerUp={release}
      onPointerCancel={giveUp}
      onLostPointerCapture={giveUp} // after a release there is nothing left to give up
      onKeyDown={(event) => {
        if (!isReady || !isPressKey(event)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => {
        if (!isPressKey(event)) return;
        event.preventDefault(); // or a click would follow
        release();
      }}
      // A click no pointer made is a screen reader's or a voice command's: they cannot hold.
      onClick={(event) => isReady && event.detail === 0 && press()}
    >
      <Mic aria-hidden="true" size={20} />
      <span id="speak-hint" hidden>
        {t('speakHint')}
      </span>
    </button>
  );
}
