'use client';
/** A button beside *Try again*, for answers in writing when every digital human is busy. */
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/digital-human/failures';
import { buttonStyles } from '../../ui/button-styles';
import { useBrain } from '../brain-context';

export function GoOnInWriting({ failure }: { failure: Failure }) {
  const t = useTranslations('writing');
  const brain = useBrain();
  const isBusy = failure.kind === 'busy' || failure.kind === 'rate_limited';
  if (!brain?.canWrite || !isBusy || brain.isWriting) return null;
  return (
    <button type="button" className={buttonStyles.studio} onClick={brain.goOnInWriting}>
      {t('go')}
    </button>
  );
}
