'use client';
/** Before the first start and after the end: who is there, why it ended, and the one button. */
import { useTranslations } from 'use-intl/react';
import type { SessionSnapshot } from '@/lib/digital-human/session-snapshot';
import { buttonLook } from '../button-look';
import { clockTime } from './duration';
import { MAIN_ACTION } from './use-focus-on-status';

interface InvitationProps {
  digitalHumanName: string;
  /** The end that brought us here; `null` before the first start. */
  ended: Extract<SessionSnapshot, { status: 'ended' }> | null;
  start: () => void;
}

export function Invitation({ digitalHumanName, ended, start }: InvitationProps) {
  const t = useTranslations('invitation');
  return (
    <div className={`flex flex-col items-center gap-2 px-5 text-center ${ended ? 'm-auto' : 'mx-auto mt-auto'}`}>
      <h2 className="text-lg">{ended ? t('endedHeading') : t('heading', { name: digitalHumanName })}</h2>
      <p className="max-w-md text-sm text-studio-quiet">
        {ended ? t(`ended.${ended.reason}`) : t('text')}
        {ended?.liveSince !== undefined && ` ${t('lasted', { duration: clockTime(ended.endedAt - ended.liveSince) })}`}
      </p>
      <button
        {...MAIN_ACTION}
        type="button"
        className={`${buttonLook.studioPrimary} mt-2 min-h-12 px-7`}
        onClick={start}
      >
        {t('start')}
      </button>
    </div>
  );
}
