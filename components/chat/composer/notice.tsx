'use client';
/** A failure that did not end the conversation, in one line above the composer. The next question clears it. */
import { useLocale, useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/digital-human/failures';
import { failureEntry } from '@/lib/i18n/failure-messages';
import { asSentence, gapOf, sentences } from '@/lib/i18n/sentences';
import { whoCanFix } from '@/lib/i18n/who-can-fix';

export function Notice({ failure }: { failure: Failure }) {
  const t = useTranslations('failure');
  const locale = useLocale();
  const entry = failureEntry(failure);
  return (
    <p role="alert" className="border-t border-line px-4 py-2.5 text-sm text-notice sm:px-5 print:hidden">
      <strong>{asSentence(locale, t(`entry.${entry}.title`)) + gapOf(locale)}</strong>
      <span>{sentences(locale, t(`entry.${entry}.happened`, { code: failure.code }), t(`entry.${entry}.todo`))}</span>
      {whoCanFix[entry] === 'operator' && (
        <span className="block text-xs">
          <span>{`${t('code')} `}</span>
          <code>{failure.code}</code>
        </span>
      )}
    </p>
  );
}
