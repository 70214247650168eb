'use client';
/** What was said, following the end until the reader scrolls up. It must not know where the words come from. */
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { isAtEnd } from './follow-end';
import { TranscriptLine } from './transcript-line';
import { TranscriptOptions } from './transcript-options';

interface TranscriptProps {
  entries: readonly TranscriptEntry[];
  speakerName: (entry: TranscriptEntry) => string;
  clear: () => void;
  /** What to offer as long as nothing was said. */
  children?: ReactNode;
}

export function Transcript({ entries, speakerName, clear, children }: TranscriptProps) {
  const t = useTranslations('transcript');
  const log = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  const nameOf = (entry: TranscriptEntry) => (entry.who === 'person' ? t('you') : speakerName(entry));
  const last = entries.at(-1);
  // A new question of the person's own scrolls to the end again; nothing else does.
  const lastQuestion = entries.findLast((entry) => entry.who === 'person')?.id;
  useEffect(() => {
    if (lastQuestion) setIsFollowing(true);
  }, [lastQuestion]);
  useLayoutEffect(() => {
    if (isFollowing && last && log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [isFollowing, last]);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-11 items-center justify-between gap-2 pt-1 pr-1.5 pl-4 sm:pl-5">
        <h2 id="transcript-title" className="text-sm">
          {t('label')}
        </h2>
        {entries.length > 0 && (
          <TranscriptOptions
            entries={entries}
            nameOf={nameOf}
            clear={() => {
              clear();
              log.current?.focus(); // the button that led here goes away with the words
            }}
          />
        )}
      </div>
      <div
        ref={log}
        role="log"
        aria-labelledby="transcript-title"
        // Read once and whole: not piece by piece as an answer streams or a question is heard.
        aria-busy={last?.state === 'open'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        onScroll={(event) => setIsFollowing(isAtEnd(event.currentTarget))}
        className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto overscroll-contain px-4 py-3 -outline-offset-3 sm:px-5"
      >
        {entries.length === 0 &&
          (children || <p className="m-auto max-w-64 text-center text-sm text-quiet">{t('empty')}</p>)}
        {entries.map((entry) => (
          <TranscriptLine key={entry.id} entry={entry} name={nameOf(entry)} isLatest={entry === last} />
        ))}
      </div>
      {!isFollowing && (
        <button
          type="button"
          className="absolute inset-x-0 bottom-3 mx-auto flex min-h-11 w-fit items-center gap-2 rounded-full border border-edge bg-surface px-4 text-sm font-semibold shadow-stage"
          onClick={() => setIsFollowing(true)}
        >
          <ArrowDown aria-hidden="true" size={16} />
          {t('latest')}
        </button>
      )}
    </div>
  );
}
