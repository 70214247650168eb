'use client';
/**
 * What can be done to the line, along the bottom of the stage. *Start* is never here: the second click of a double click
 * on it must not meet *Cancel*, nor one on *End* or *Cancel* meet *Start*.
 */
import { Hand, type LucideIcon, PhoneOff, Volume2, VolumeX, X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { DigitalHuman } from '@/lib/digital-human/use-digital-human';
import { buttonLook } from '../button-look';

type CallControlsProps = Pick<DigitalHuman, 'snapshot' | 'end' | 'interrupt' | 'setMuted'>;

export function CallControls({ snapshot, end, interrupt, setMuted }: CallControlsProps) {
  const t = useTranslations();
  switch (snapshot.status) {
    case 'idle':
    case 'ended':
    case 'failed':
      return null;
    case 'live':
    case 'reconnecting':
      return (
        <Row>
          <Control
            icon={snapshot.muted ? VolumeX : Volume2}
            name={snapshot.muted ? t('live.unmute') : t('live.mute')}
            onClick={() => setMuted(!snapshot.muted)}
          />
          <Control icon={Hand} name={t('live.interrupt')} onClick={() => void interrupt()} />
          <Control icon={PhoneOff} name={t('live.end')} look={buttonLook.studioAlarm} onClick={() => void end()} />
        </Row>
      );
    default:
      return (
        <Row>
          <button type="button" className={buttonLook.studio} onClick={() => void end()}>
            <X aria-hidden="true" size={18} />
            {t('starting.cancel')}
          </button>
        </Row>
      );
  }
}

function Row({ children }: { children: React.ReactNode }) {
  return <div className="absolute inset-x-0 bottom-0 flex justify-center gap-2 p-3 sm:gap-3 sm:p-4">{children}</div>;
}

interface ControlProps {
  icon: LucideIcon;
  name: string;
  look?: string;
  onClick: () => void;
}

/** Icon and word; on a small stage the word is for screen readers, and for the pointer that rests on it. */
function Control({ icon: Icon, name, look = buttonLook.studio, onClick }: ControlProps) {
  return (
    <button type="button" title={name} className={`${look} min-w-11 @max-lg:px-0`} onClick={onClick}>
      <Icon aria-hidden="true" size={18} />
      <span className="@max-lg:sr-only">{name}</span>
    </button>
  );
}
