'use client';
/** The way to what can be done with a transcript; the dialog itself is no part of the page's first load. */
import { FileText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';

const TranscriptDialog = lazy(() => import('./transcript-dialog'));

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
        className="flex min-h-11 items-center gap-2 rounded-full px-3 text-xs font-semibold hover:bg-sunken"
        onClick={() => setIsOpen(true)}
      >
        <FileText aria-hidden="true" size={16} />
        {t('options')}
      </button>
      {isOpen && (
        <Suspense>
          <TranscriptDialog {...props} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
