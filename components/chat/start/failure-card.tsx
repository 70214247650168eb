'use client';
/**
 * A failure in full: what happened, what to do, who can fix it, what to quote. The countdown is outside the alert: a
 * screen reader would repeat the alert every second.
 */
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { elapsedMs } from '@/lib/digital-human/clock';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';
import { failureEntry } from '@/lib/i18n/failure-messages';
import { sentences } from '@/lib/i18n/sentences';
import { whoCanFix } from '@/lib/i18n/who-can-fix';
import { buttonStyles } from '../../ui/button-styles';
import { canKeepCookies } from '../../ui/device-cookie';
import { clockTime } from '../duration';
import { useSecondsUntil } from '../stage/use-now';
import { MAIN_ACTION } from '../use-focus-on-status';
import { AgainWhen } from './again-when';
import { CopyRequestId } from './copy-request-id';
import { FailureRemedy } from './failure-remedy';
import { GoOnInWriting } from './go-on-in-writing';

interface FailureCardProps {
  failed: Extract<SessionSnapshot, { status: 'failed' }>;
  start: () => void;
}

export function FailureCard({ failed: { failure, liveSince, endedAt }, start }: FailureCardProps) {
  const t = useTranslations();
  const locale = useLocale();
  // Signed out in a browser that refuses cookies: another sign-in would fail in the same way.
  const isBlocked = failure.kind === 'signed_out' && !canKeepCookies();
  const entry = isBlocked ? 'cookies' : failureEntry(failure);
  const message = `failure.entry.${entry}` as const;
  const [againAt] = useState(() => elapsedMs() + (failure.retryAfterSeconds ?? 0) * 1000);
  const seconds = useSecondsUntil(againAt);
  const canTryAgain = failure.retry !== 'never';
  return (
    <div className="absolute inset-x-0 top-14 bottom-4 mx-auto flex max-w-lg flex-col justify-center-safe gap-4 shallow:top-13 shallow:bottom-2 shallow:gap-1.5 overflow-y-auto px-5 py-1">
      <div role="alert" className="flex flex-col gap-1.5 shallow:gap-0.5">
        <h2 className="text-lg text-studio-alarm shallow:text-base">{t(`${message}.title`)}</h2>
        <p className="text-sm">{t(`${message}.happened`, { code: failure.code })}</p>
        <p className="text-sm font-semibold">{t(`${message}.todo`)}</p>
        <p className="text-sm text-studio-quiet">
          {sentences(
            locale,
            t(`failure.who.${whoCanFix[entry]}`),
            liveSince !== undefined && t('failure.lasted', { duration: clockTime(endedAt - liveSince) }),
          )}
        </p>
        <p className="text-xs text-studio-quiet">
          <span>{`${t('failure.code')} `}</span>
          <code>{failure.code}</code>
          {failure.cloudCode && <code>{` · ${failure.cloudCode}`}</code>}
          {failure.requestId && (
            <>
              <span>{` · ${t('failure.requestId')} `}</span>
              <code className="inline-block max-w-full break-all">{failure.requestId}</code>
            </>
          )}
        </p>
      </div>
      {/* Sticky, so that the buttons are visible at every height of the card. They also cover its padding. */}
      <div className="sticky -bottom-1 flex flex-wrap items-center gap-2.5 pt-3 pb-1 shallow:bg-linear-to-t shallow:from-studio shallow:from-80% shallow:to-transparent shallow:pt-1.5">
        <button
          {...MAIN_ACTION}
          type="button"
          aria-disabled={seconds > 0}
          className={buttonStyles.studioPrimary}
          onClick={() => seconds === 0 && start()}
        >
          {canTryAgain ? t('failure.again') : t('invitation.start')}
        </button>
        <GoOnInWriting failure={failure} />
        <FailureRemedy failure={failure} isBlocked={isBlocked} />
        {failure.requestId && <CopyRequestId requestId={failure.requestId} />}
        <AgainWhen seconds={seconds} />
      </div>
    </div>
  );
}
