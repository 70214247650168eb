'use client';
/** One thing said: who, when, and the words as they are. Text is text: HTML in an answer shows as characters. */
import { lazy, Suspense } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { languageOf } from '@/lib/words/language-of';

const AnswerExtras = lazy(() => import('./answer-extras'));

interface TranscriptLineProps {
  entry: TranscriptEntry;
  name: string;
  isLatest: boolean;
}

export function TranscriptLine({ entry, name, isLatest }: TranscriptLineProps) {
  const t = useTranslations('transcript');
  const locale = useLocale();
  const isPerson = entry.who === 'person';
  const time = new Date(entry.at);
  return (
    <article className={`flex max-w-[65ch] flex-col gap-1 ${isPerson ? 'items-end self-end pl-8' : 'pr-4'}`}>
      <p className="flex gap-2 text-xs text-quiet">
        <span lang={languageOf(name, locale)} className="font-semibold">
          {name}
        </span>
        <time dateTime={time.toISOString()}>
          {time.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })}
        </time>
      </p>
      <p
        lang={languageOf(entry.text, locale)}
        className={`text-base wrap-anywhere whitespace-pre-wrap ${
          isPerson ? 'rounded-panel rounded-tr-sm bg-sunken px-3.5 py-2 forced-colors:border' : ''
        }`}
      >
        {entry.text}
      </p>
      {!isPerson && entry.extendParam && (
        <Suspense>
          <AnswerExtras extendParam={entry.extendParam} isLatest={isLatest} />
        </Suspense>
      )}
      {entry.state === 'failed' && <p className="text-xs font-semibold text-alarm">{t('notSent')}</p>}
    </article>
  );
}
