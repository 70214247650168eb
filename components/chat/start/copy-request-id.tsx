'use client';
/** A button that copies the request ID and confirms it. In a browser that forbids copying, the ID is in the alert. */
import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { buttonStyles } from '../../ui/button-styles';
import { useCopy } from '../transcript/use-copy';

export function CopyRequestId({ requestId }: { requestId: string }) {
  const t = useTranslations('failure');
  const { outcome, copy } = useCopy();
  const isCopied = outcome === 'copied';
  return (
    <button
      type="button"
      className={`${buttonStyles.studio} min-w-11 shallow:px-0`}
      onClick={() => void copy(requestId)}
    >
      <Copy aria-hidden="true" size={18} className={isCopied ? 'text-studio-live' : ''} />
      <span aria-live="polite" className="shallow:sr-only">
        {outcome ? t(outcome) : t('copy')}
      </span>
    </button>
  );
}
