'use client';
/** For failures that another start may not solve: a button to reload the page, or to sign in again. */
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/digital-human/failures';
import { buttonStyles } from '../../ui/button-styles';
import { ReloadButton } from '../../ui/reload-button';

interface FailureRemedyProps {
  failure: Failure;
  /** True when the browser refuses the cookies of the sign-in. */
  isBlocked: boolean;
}

export function FailureRemedy({ failure, isBlocked }: FailureRemedyProps) {
  const t = useTranslations('failure');
  if (failure.kind === 'signed_out' && failure.code !== 'other_user' && !isBlocked) {
    return (
      // A full load, so that the next user does not see what is still in this page.
      <a href="/sign-in?callbackUrl=%2Fchat" className={buttonStyles.studio}>
        {t('signIn')}
      </a>
    );
  }
  if (failure.kind === 'sdk' || failure.kind === 'signed_out' || failure.code === 'unexpected_answer') {
    return <ReloadButton look="studio" />;
  }
  return null;
}
