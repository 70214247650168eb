'use client';
/** A trouble that did not end the conversation, in one line above the composer. The next question clears it. */
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/digital-human/failure';
import { failureEntry } from '@/lib/words/failure-words';

export function Notice({ failure }: { failure: Failure }) {
  const t = useTranslations('failure.entry');
  const entry = failureEntry(failure);
  return (
    <p role="alert" className="border-t border-line px-4 py-2.5 text-sm text-notice">
      <strong>{t(`${entry}.title`)}.</strong> {t(`${entry}.happened`, { code: failure.code })} {t(`${entry}.todo`)}
    </p>
  );
}
