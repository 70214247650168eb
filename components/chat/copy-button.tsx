'use client';
/** Copies a text, and says so on itself. Where the browser forbids copying the text stays readable beside it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from '../button-look';

export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTranslations('failure');
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false), // refused by a permission or an unfocused page: the label stays, nothing was copied
    );
  return (
    <button type="button" className={buttonLook.studio} onClick={() => void copy()}>
      {copied ? t('copied') : t('copy')}
      <span className="sr-only">{what}</span>
    </button>
  );
}
