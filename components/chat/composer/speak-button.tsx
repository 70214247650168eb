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

/** Without capture, for example of a pointer that has been lifted, the release is noticed where it happens. */
function capture(element: Element, pointerId: number): void {
  try {
    element.setPointerCapture(pointerId);
  } catch {
    // `watchForLostRelease` ends the hold.
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
      // A long touch must neither select text nor open a menu.
      className="flex size-11 shrink-0 touch-none items-center justify-center rounded-[0.625rem] text-accent select-none hover:bg-sunken aria-disabled:text-quiet aria-pressed:bg-alarm aria-pressed:text-on-accent forced-colors:border forced-colors:aria-pressed:bg-[Highlight]"
      onContextMenu={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        if (!isReady || event.button !== 0) return;
        capture(event.currentTarget, event.pointerId);
        press();
      }}
      onPointerUp={release}
      onPointerCancel={giveUp}
      onLostPointerCapture={giveUp} // does nothing after a release
      onKeyDown={(event) => {
        if (!isReady || !isPressKey(event)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => {
        if (!isPressKey(event)) return;
        event.preventDefault(); // prevents the click that would follow
        release();
      }}
      onBlur={giveUp} // the key's release goes to the new focus; does nothing after a release
      // A click without a pointer comes from a screen reader or a voice command, which cannot hold: a short press.
      onClick={(event) => {
        if (!isReady || event.detail !== 0) return;
        press();
        release();
      }}
    >
      <Mic aria-hidden="true" size={20} />
      <span id="speak-hint" hidden>
        {t('speakHint')}
      </span>
    </button>
  );
}
