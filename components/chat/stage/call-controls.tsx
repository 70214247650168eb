'use client';
/**
 * The buttons at the bottom of the stage: *Cancel* while the session starts, the controls while it is live. *Start* is
 * elsewhere, because the second click of a double click on one of these buttons must not hit another.
 */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { buttonStyles } from '../../ui/button-styles';
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
          <button type="button" className={buttonStyles.studio} onClick={() => void end()}>
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
