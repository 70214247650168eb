'use client';
/**
 * The buttons along the bottom of the stage: *Cancel* while starting, the controls while live. *Start* is never here:
 * the second click of a double click on *Start* must not land on *Cancel*, nor one on *End* or *Cancel* on *Start*.
 */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from '../../ui/button-styles';
import { LiveControls } from '../late-parts';
import { useSession } from '../session-context';

export function CallControls() {
  const t = useTranslations('starting');
  const { snapshot, end } = useSession();
  switch (snapshot.status) {
    case 'idle':
    case 'ended':
    case 'failed':
      return null;
    case 'live':
    case 'reconnecting':
      return (
        <Row>
          <LiveControls />
        </Row>
      );
    default:
      return (
        <Row>
          <button type="button" className={buttonLook.studio} onClick={() => void end()}>
            <X aria-hidden="true" size={18} />
            <span>{t('cancel')}</span>
          </button>
        </Row>
      );
  }
}

function Row({ children }: { children: React.ReactNode }) {
  return (
    <div className="absolute inset-x-0 bottom-0 flex flex-wrap justify-center gap-2 p-3 sm:gap-3 sm:p-4">
      {children}
    </div>
  );
}
