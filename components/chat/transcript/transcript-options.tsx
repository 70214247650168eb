'use client';
/** The button that opens the transcript dialog, which is not part of the page's first load. */
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { TranscriptDialog } from '../late-parts';

interface TranscriptOptionsProps {
  entries: readonly TranscriptEntry[];
  nameOf: (entry: TranscriptEntry) => string;
  clear: () => void;
}

export function TranscriptOptions(props: TranscriptOptionsProps) {
  const t = useTranslations('transcript');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="flex min-h-11 items-center gap-2 rounded-full px-3 text-xs font-semibold hover:bg-sunken print:hidden"
        onClick={() => setIsOpen(true)}
      >
        <FileText aria-hidden="true" size={16} />
        <span>{t('options')}</span>
      </button>
      {isOpen && <TranscriptDialog {...props} onClose={() => setIsOpen(false)} />}
    </>
  );
}
