'use client';
/**
 * Wraps a form whose action runs on the server. When the request fails (no network, no answer in time, or a new version
 * of the site without the action), the form stays, and a message says whether anything has changed and what helps.
 * Without it, the error page would replace the whole page and end a running conversation.
 */
import { Component, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { isOfAnotherBuild, isRedirect, isUnanswered } from './action-error';
import { buttonStyles } from './button-styles';
import { ReloadButton } from './reload-button';

interface State {
  failure: 'notDone' | 'notDoneOutdated' | 'notDoneUnanswered' | null;
}

export class ActionBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    // Next navigates by throwing.
    if (isRedirect(error)) throw error;
    if (isUnanswered(error)) return { failure: 'notDoneUnanswered' };
    return { failure: isOfAnotherBuild(error) ? 'notDoneOutdated' : 'notDone' };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return (
      <>
        {this.props.children}
        {failure && <NotDone text={failure} close={() => this.setState({ failure: null })} />}
      </>
    );
  }
}

function NotDone({ text, close }: { text: NonNullable<State['failure']>; close: () => void }) {
  const t = useTranslations('site');
  return (
    <div
      role="alert"
      className="fixed inset-x-3 bottom-3 z-40 mx-auto max-w-md rounded-panel border border-alarm bg-surface p-4 text-left text-ink shadow-stage"
    >
      <p className="text-sm">{t(text)}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {text === 'notDoneOutdated' && <ReloadButton />}
        <button type="button" className={buttonStyles.plain} onClick={close}>
          {t('dismiss')}
        </button>
      </div>
    </div>
  );
}
