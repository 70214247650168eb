'use client';
/** Says when another start is allowed: in seconds, or, after a long wait, as a time of day. */
import { useLocale, useTranslations } from 'use-intl/react';
import { timeOfDay } from '../transcript/clock-times';

/** A longer wait is shown as a time of day. */
const LONGEST_COUNTDOWN_SECONDS = 120;

export function AgainWhen({ seconds }: { seconds: number }) {
  const t = useTranslations('failure');
  const locale = useLocale();
  if (seconds === 0) return null;
  // Rounded up, so that the button works when the clock shows the time.
  const at = new Date(Math.ceil((Date.now() + seconds * 1000) / 60_000) * 60_000);
  const time = timeOfDay(at.getTime(), locale);
  const isToday = at.toDateString() === new Date().toDateString();
  return (
    <p className="w-full text-sm tabular-nums">
      {seconds <= LONGEST_COUNTDOWN_SECONDS
        ? t('againIn', { seconds })
        : isToday
          ? t('againAt', { time })
          : t('againOn', { day: at.toLocaleDateString(locale, { weekday: 'long' }), time })}
    </p>
  );
}
