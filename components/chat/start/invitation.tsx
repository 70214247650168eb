'use client';
/** Shown before the first start and after the end: the name, why the session ended, and *Start*. */
import { use } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';
import { asSentence, gapOf, sentences } from '@/lib/i18n/sentences';
import { buttonStyles } from '../../ui/button-styles';
import { clockTime } from '../duration';
import { MAIN_ACTION } from '../use-focus-on-status';
import { SilentTrackContext } from './silent-track';
import { preventsConversation, usePreflight } from './use-preflight';

interface InvitationProps {
  digitalHumanName: string;
  /** How the last session ended; `null` before the first start. */
  ended: Extract<SessionSnapshot, { status: 'ended' }> | null;
  start: () => void;
}

export function Invitation({ digitalHumanName, ended, start }: InvitationProps) {
  const t = useTranslations();
  const locale = useLocale();
  const isPossible = !preventsConversation(usePreflight());
  return (
    <div className="absolute inset-x-0 bottom-0 flex flex-col items-center bg-linear-to-t from-studio from-60% to-transparent px-5 pt-16 text-center shallow:pt-10">
      <h2 className="text-lg shallow:sr-only">
        {ended
          ? t('invitation.endedHeading')
          : t(isPossible ? 'invitation.heading' : 'invitation.unableHeading', { name: digitalHumanName })}
      </h2>
      {/* A form, because React replays a click that came before the scripts loaded. */}
      <form action={() => start()} className="contents">
        <button {...MAIN_ACTION} type="submit" className={`${buttonStyles.studioPrimary} mt-3 min-h-12 px-7`}>
          {t('invitation.start')}
        </button>
      </form>
      {/* As high as the row of controls, so that *Start* is above the position of *Cancel*. */}
      <p className="mt-2 min-h-18 max-w-md pt-1 pb-3 text-sm text-balance text-studio-quiet">
        {ended ? (
          <span>
            {sentences(
              locale,
              t(`invitation.ended.${ended.reason}`),
              ended.liveSince !== undefined &&
                t('invitation.lasted', { duration: clockTime(ended.endedAt - ended.liveSince) }),
            )}
          </span>
        ) : (
          <Prospect />
        )}
      </p>
    </div>
  );
}

/** What to expect, or what prevents a conversation in this browser. */
function Prospect() {
  const t = useTranslations();
  const locale = useLocale();
  const problem = usePreflight();
  const isSilent = use(SilentTrackContext);
  if (problem === null) return <span>{t(isSilent ? 'invitation.text' : 'invitation.textThroughout')}</span>;
  if (problem === 'sound') return <span>{t('invitation.soundBlocked')}</span>;
  const message = `failure.entry.${problem}` as const;
  return (
    <>
      <strong className="text-studio-work">{asSentence(locale, t(`${message}.title`)) + gapOf(locale)}</strong>
      <span>{t(`${message}.todo`)}</span>
    </>
  );
}
