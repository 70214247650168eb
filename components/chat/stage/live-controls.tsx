'use client';
/** The controls of a live session, with buttons and keys. */
import { Captions, Hand, type LucideIcon, PhoneOff, Volume2, VolumeX } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { buttonStyles } from '../../ui/button-styles';
import { useHoldOrPress } from '../composer/use-hold-or-press';
import { useSession } from '../session-context';
import { SHEET_ID, SheetPopover } from './sheet-popover';
import { nextCaptionSize } from './use-caption-size';
import { useShortcuts } from './use-shortcuts';

export function LiveControls() {
  const { snapshot, end, interrupt, setMuted, startSpeaking, stopSpeaking, setDevicePicker } = useSession();
  const t = useTranslations('live');
  const toggleMuted = () => setMuted(!snapshot.muted);
  const speaking = useHoldOrPress({
    isOpen: snapshot.listening !== 'off',
    open: () => void startSpeaking(),
    close: () => void stopSpeaking(),
  });
  useShortcuts({
    speak: speaking.press,
    speakReleased: speaking.release,
    mute: toggleMuted,
    interrupt: () => void interrupt(),
    captions: nextCaptionSize,
    help: () => document.getElementById(SHEET_ID)?.togglePopover(),
  });
  return (
    <>
      <Control
        icon={snapshot.muted ? VolumeX : Volume2}
        name={snapshot.muted ? t('unmute') : t('mute')}
        onClick={toggleMuted}
      />
      <Control icon={Hand} name={t('interrupt')} onClick={() => void interrupt()} />
      <button
        type="button"
        popoverTarget={SHEET_ID}
        aria-label={t('settings')}
        title={t('settings')}
        className={`${buttonStyles.studio} min-w-11 px-0! [anchor-name:--sheet-button]`}
      >
        <Captions aria-hidden="true" size={18} />
      </button>
      <SheetPopover setDevicePicker={setDevicePicker} />
      <Control icon={PhoneOff} name={t('end')} look={buttonStyles.studioAlarm} onClick={() => void end()} />
    </>
  );
}

interface ControlProps {
  icon: LucideIcon;
  name: string;
  look?: string;
  onClick: () => void;
}

/** An icon with a label. On a small stage the label is only for screen readers and in the tooltip. */
function Control({ icon: Icon, name, look = buttonStyles.studio, onClick }: ControlProps) {
  return (
    <button type="button" title={name} className={`${look} min-w-11 @max-lg:px-0`} onClick={onClick}>
      <Icon aria-hidden="true" size={18} />
      <span className="@max-lg:sr-only">{name}</span>
    </button>
  );
}
