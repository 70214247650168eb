'use client';
/** The way out of the failures another start cannot cure: reload the page, or sign in again. */
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/digital-human/failure';
import { buttonLook } from '../button-look';

export function FailureRemedy({ failure }: { failure: Failure }) {
  const t = useTranslations('failure');
  if (failure.kind === 'signed_out') {
    return (
      // A full load: the next person must not meet what is still in this page.
      <a href="/sign-in?callbackUrl=%2Fchat" className={buttonLook.studio}>
        {t('signIn')}
      </a>
    );
  }
  if (failure.kind === 'sdk') {
    return (
      <button type="button" className={buttonLook.studio} onClick={() => window.location.reload()}>
        {t('reload')}
      </button>
    );
  }
  return null;
}
