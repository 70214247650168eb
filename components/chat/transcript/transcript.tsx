'use client';
/** The questions and answers. The list shows its end until the user scrolls up. */
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { useIsTranscriptKept } from '@/lib/digital-human/use-is-transcript-kept';
import { TranscriptBlocks, TranscriptOptions } from '../late-parts';
import { useFollowEnd } from './use-follow-end';

interface TranscriptProps {
  entries: readonly TranscriptEntry[];
  /** Must have a stable identity; otherwise every line renders again. */
  speakerName: (entry: TranscriptEntry) => string;
  clear: () => void;
  /** Shown while the transcript is empty. */
  children?: ReactNode;
}

export function Transcript({ entries, speakerName, clear, children }: TranscriptProps) {
  const t = useTranslations('transcript');
  const log = useRef<HTMLDivElement>(null);
  const you = t('you');
  const nameOf = useCallback(
    (entry: TranscriptEntry) => (entry.who === 'person' ? you : speakerName(entry)),
    [you, speakerName],
  );
  const last = entries.at(-1);
  const { isFollowing, follow } = useFollowEnd({ listRef: log, end: last });
  const isKept = useIsTranscriptKept();
  // Only a new question of the user scrolls back to the end.
  const lastQuestion = entries.findLast((entry) => entry.who === 'person')?.id;
  useEffect(() => {
    if (lastQuestion) follow();
  }, [lastQuestion, follow]);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-11 shrink-0 flex-wrap items-center justify-between gap-x-2 pt-1 pr-1.5 pl-4 sm:pl-5">
        <h2 id="transcript-title" className="text-sm">
          {t('label')}
        </h2>
        {entries.length > 0 && (
          <TranscriptOptions
            entries={entries}
            nameOf={nameOf}
            clear={() => {
              clear();
              follow();
              log.current?.focus(); // the button that had the focus disappears with the transcript
            }}
          />
        )}
      </div>
      {/* Always rendered: screen readers announce only changes of an element that exists. */}
      <p role="status" className="px-4 text-xs text-notice not-empty:pb-1.5 sm:px-5">
        {entries.length > 0 && !isKept ? t('notKept') : null}
      </p>
      <div
        ref={log}
        role="log"
        aria-labelledby="transcript-title"
        data-following={isFollowing}
        // Busy while an answer streams or a question is heard, so that screen readers read it once, when it is
        // complete.
        aria-busy={last?.state === 'open'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling element must be reachable by the keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-3 -outline-offset-3 sm:px-5 print:overflow-visible"
      >
        <div className="flex min-h-full flex-col gap-4">
          {entries.length === 0 &&
            (children || <p className="m-auto max-w-64 text-center text-sm text-quiet">{t('empty')}</p>)}
          {entries.length > 0 && <TranscriptBlocks entries={entries} nameOf={nameOf} />}
        </div>
      </div>
      {!isFollowing && (
        <button
          type="button"
          className="absolute inset-x-0 bottom-3 mx-auto flex min-h-11 w-fit items-center gap-2 rounded-full border border-edge bg-surface px-4 text-sm font-semibold shadow-stage print:hidden"
          onClick={() => {
            follow();
            log.current?.focus(); // this button disappears
          }}
        >
          <ArrowDown aria-hidden="true" size={16} />
          <span>{t('latest')}</span>
        </button>
      )}
    </div>
  );
}
