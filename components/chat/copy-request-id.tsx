'use client';
/** Copies the request ID, and says so on itself. Where the browser forbids copying, the ID stays readable in the alert. */
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from '../button-look';

export function CopyRequestId({ requestId }: { requestId: string }) {
  const t = useTranslations('failure');
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(requestId).then(
      () => setIsCopied(true),
      () => setIsCopied(false), // no permission, or the page lost the focus: nothing was copied, nothing is claimed
    );
  return (
    <button type="button" className={`${buttonLook.studio} min-w-11 shallow:px-0`} onClick={() => void copy()}>
      <Copy aria-hidden="true" size={18} className={isCopied ? 'text-studio-live' : ''} />
      <span aria-live="polite" className="shallow:sr-only">
        {isCopied ? t('copied') : t('copy')}
      </span>
    </button>
  );
}
