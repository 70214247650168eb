'use client';
/** Messages and captions over the picture of a live session. They never cover the whole face. */
import { flushSync } from 'react-dom';
import { useTranslations } from 'use-intl/react';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';
import { buttonStyles } from '../../ui/button-styles';
import { useSession } from '../session-context';
import { useIsOnline } from '../use-is-online';
import { Captions } from './captions';
import { PlaybackDialog } from './playback-dialog';
import { useSecondsUntil } from './use-now';
import { useWakeLock } from './use-wake-lock';

const card =
  'mx-auto flex max-w-md flex-col items-center gap-3 rounded-panel bg-studio/90 px-5 py-4 text-center text-sm text-balance *:text-balance shallow:py-2';

interface LiveLayerProps {
  snapshot: SessionSnapshot;
  resumePlayback: () => Promise<void>;
}

export function LiveLayer({ snapshot, resumePlayback }: LiveLayerProps) {
  useWakeLock();
  return (
    <div className="pointer-events-none absolute inset-x-3 top-14 bottom-20 shallow:bottom-16 @max-[14rem]:bottom-34! flex flex-col justify-end gap-2 *:pointer-events-auto">
      {snapshot.playbackBlocked && <PlaybackDialog resume={resumePlayback} />}
      {snapshot.status === 'live' && snapshot.isCovered && <CoveredPicture />}
      <div className="pointer-events-none! mt-auto flex flex-col gap-2">
        <ConnectionTrouble snapshot={snapshot} />
        {/* The key announces each warning: two may follow each other. */}
        {snapshot.silenceEndsAt !== null && (
          <Warning key={snapshot.silenceEndsAt} endsAt={snapshot.silenceEndsAt} message="silence" />
        )}
        {snapshot.timeUpAt !== null && (
          <Warning
            endsAt={snapshot.timeUpAt}
            message={snapshot.timeUpReason === 'minutes' ? 'minutes' : 'timeUp'}
            lastSeconds={60}
          />
        )}
        {/* A low stage has room for only one of them. The transcript beside it has the text of the captions. */}
        <div className={snapshot.silenceEndsAt !== null ? 'shallow:hidden' : 'contents'}>
          <Captions snapshot={snapshot} />
        </div>
      </div>
    </div>
  );
}

/** In place of the SDK's error page, which stays on the picture. */
function CoveredPicture() {
  const t = useTranslations('live');
  const { start, end } = useSession();
  const startAgain = () => {
    // The end requests the release of this tab's lock. The start after it keeps the lock.
    flushSync(() => void end());
    start();
  };
  return (
    <div className={`${card} my-auto`}>
      <p role="alert">{t('covered')}</p>
      <button type="button" className={buttonStyles.studioPrimary} onClick={startAgain}>
        {t('startAgain')}
      </button>
    </div>
  );
}

/** Shows one sentence at a time, the most certain one. */
function ConnectionTrouble({ snapshot }: { snapshot: SessionSnapshot }) {
  const t = useTranslations('live');
  const isOnline = useIsOnline();
  const isUnsteady = snapshot.notice?.kind === 'network';
  const trouble = !isOnline
    ? 'offline'
    : snapshot.status === 'reconnecting'
      ? 'reconnecting'
      : isUnsteady && 'unsteady';
  return (
    // Always rendered, and never `display: none`: screen readers announce only changes of an element that exists. An
    // empty one takes no gap.
    <div aria-live="polite" className="empty:-mb-2">
      {trouble && <p className={card}>{t(trouble)}</p>}
    </div>
  );
}

/** Screen readers announce it once; the seconds are hidden from them. */
function Warning({
  endsAt,
  message,
  lastSeconds,
}: {
  endsAt: number;
  message: 'silence' | 'timeUp' | 'minutes';
  lastSeconds?: number;
}) {
  const t = useTranslations('live');
  const seconds = useSecondsUntil(endsAt);
  if (lastSeconds && seconds > lastSeconds) return null;
  return (
    <div className={`${card} gap-1 shallow:gap-0`}>
      <p role="alert">{t(message)}</p>
      <p aria-hidden="true" className="text-studio-work tabular-nums">
        {t('closesIn', { seconds })}
      </p>
    </div>
  );
}
