'use client';
/** How long the session has been live. Outside the status, so that screen readers do not announce every second. */
import { useTranslations } from 'use-intl/react';
import { clockTime } from '../duration';
import { useNow } from './use-now';

export function ElapsedTime({ sinceMs }: { sinceMs: number }) {
  const t = useTranslations('live');
  const now = useNow(true);
  return (
    <div
      role="timer"
      aria-label={t('elapsed')}
      className="flex min-h-8 items-center rounded-full bg-studio/85 px-3 text-xs tabular-nums"
    >
      {clockTime(now - sinceMs)}
    </div>
  );
}
