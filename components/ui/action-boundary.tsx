'use client';
/**
 * Wraps a form whose action runs on the server. When the request fails (no network, or a new version of the site
 * without the action), the form stays, and a message says that nothing has changed. Without it, the error page would
 * replace the whole page and end a running conversation.
 */
import { Component, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { isRedirect } from './action-error';
import { buttonLook } from './button-styles';

export class ActionBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(error: unknown): { hasFailed: boolean } {
    // Next navigates by throwing.
    if (isRedirect(error)) throw error;
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return (
      <>
        {this.props.children}
        {this.state.hasFailed && <NotDone close={() => this.setState({ hasFailed: false })} />}
      </>
    );
  }
}

function NotDone({ close }: { close: () => void }) {
  const t = useTranslations('site');
  return (
    <div
      role="alert"
      className="fixed inset-x-3 bottom-3 z-40 mx-auto max-w-md rounded-panel border border-alarm bg-surface p-4 text-left text-ink shadow-stage"
    >
      <p className="text-sm">{t('notDone')}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <button type="button" className={buttonLook.plain} onClick={close}>
          {t('dismiss')}
        </button>
      </div>
    </div>
  );
}
