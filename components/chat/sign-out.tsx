'use client';
/**
 * The account menu and the sign-out. The server signs out first: until it has, the conversation continues and the
 * transcript stays. A failure is reported here.
 */
import { LogOut } from 'lucide-react';
import { startTransition, useActionState, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { isOfAnotherBuild, isRedirect, isUnanswered } from '../ui/action-error';
import { buttonStyles } from '../ui/button-styles';
import { ReloadButton } from '../ui/reload-button';
import { AccountMenu } from './account-menu';

interface SignOutProps {
  userName: string;
  /** Both reject when the request fails or has no answer in time. */
  signOut: () => Promise<void>;
  /** Why the server did nothing: it no longer knows the user, or the page shows another user than the one signed in. */
  signOutEverywhere: () => Promise<'sign_in_expired' | 'other_user' | undefined>;
  /** Ends what belongs to the user: session and transcript. */
  onSignedOut: () => void;
}

/** A new object for each failed attempt, so that closing the message of one does not hide the next. */
interface SignOutProblem {
  text:
    | 'notSignedOut'
    | 'notSignedOutOutdated'
    | 'notSignedOutUnanswered'
    | 'notSignedOutElsewhere'
    | 'notSignedOutOther';
}

export function SignOut({ userName, signOut, signOutEverywhere, onSignedOut }: SignOutProps) {
  const t = useTranslations('chat');
  const site = useTranslations('site');
  const leave = async (_: SignOutProblem | null, where: FormData | 'everywhere'): Promise<SignOutProblem | null> => {
    try {
      const refusal = await (where === 'everywhere' ? signOutEverywhere() : signOut());
      if (refusal) return { text: refusal === 'other_user' ? 'notSignedOutOther' : 'notSignedOutElsewhere' };
    } catch (error) {
      if (isUnanswered(error)) return { text: 'notSignedOutUnanswered' };
      // `redirect()` on the server: signed out, and the router is on its way.
      if (!isRedirect(error)) return { text: isOfAnotherBuild(error) ? 'notSignedOutOutdated' : 'notSignedOut' };
    }
    onSignedOut();
    return null;
  };
  // A form, because React replays a click that came before the scripts loaded.
  const [failure, action, isLeaving] = useActionState(leave, null);
  const [dismissed, setDismissed] = useState<SignOutProblem | null>(null);
  const signOutButton = useRef<HTMLButtonElement>(null);
  const dismiss = () => {
    setDismissed(failure);
    signOutButton.current?.focus(); // the button that had the focus disappears
  };
  return (
    <>
      <AccountMenu userName={userName} signOutEverywhere={() => startTransition(() => action('everywhere'))} />
      <form action={action} className="contents">
        <button
          ref={signOutButton}
          type="submit"
          disabled={isLeaving}
          title={t('signOut')}
          className="flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full px-3 text-sm font-semibold hover:bg-sunken max-sm:px-0"
        >
          <LogOut aria-hidden="true" size={18} />
          <span className="max-sm:sr-only">{isLeaving ? t('signingOut') : t('signOut')}</span>
        </button>
      </form>
      {failure && failure !== dismissed && !isLeaving && (
        <div
          role="alert"
          className="fixed inset-x-3 top-16 z-40 mx-auto max-w-md rounded-panel border border-alarm bg-surface p-4 text-sm shadow-stage"
        >
          <p>{t(failure.text)}</p>
          <div className="mt-3 flex flex-wrap gap-2">
            {(failure.text === 'notSignedOutOutdated' || failure.text === 'notSignedOutOther') && <ReloadButton />}
            {failure.text === 'notSignedOutElsewhere' && (
              <a href="/sign-in?callbackUrl=%2Fchat" target="_blank" rel="noopener" className={buttonStyles.plain}>
                {t('signInInNewTab')}
              </a>
            )}
            <button type="button" className={buttonStyles.plain} onClick={dismiss}>
              {site('dismiss')}
            </button>
          </div>
        </div>
      )}
    </>
  );
}
