'use client';
/** One question or answer: who, when and what. HTML in it is shown as text. */
import { memo } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { languageOf } from '@/lib/i18n/language-of';
import { AnswerExtras } from '../late-parts';
import { timeOfDay } from './clock-times';
import { GrowingText } from './growing-text';

interface TranscriptLineProps {
  entry: TranscriptEntry;
  name: string;
  isLatest: boolean;
}

/** Memoised, so that the lines before a growing answer do not render again. */
export const TranscriptLine = memo(function TranscriptLine({ entry, name, isLatest }: TranscriptLineProps) {
  const t = useTranslations('transcript');
  const locale = useLocale();
  const isPerson = entry.who === 'person';
  return (
    <article
      className={`flex max-w-[65ch] flex-col gap-1 print:max-w-none print:break-inside-avoid ${isPerson ? 'items-end self-end pl-8' : 'pr-4'}`}
    >
      <p className="flex max-w-full gap-2 text-xs text-quiet">
        <span dir="auto" lang={languageOf(name, locale)} className="min-w-0 font-semibold wrap-anywhere">
          {name}
        </span>
        <time dateTime={new Date(entry.at).toISOString()} className="shrink-0">
          {timeOfDay(entry.at, locale)}
        </time>
      </p>
      <GrowingText
        as="p"
        text={entry.text}
        lang={languageOf(entry.text, locale)}
        className={`text-base wrap-anywhere whitespace-pre-wrap ${
          isPerson ? 'rounded-panel rounded-tr-sm bg-sunken px-3.5 py-2 forced-colors:border' : ''
        }`}
      />
      {!isPerson && entry.extendParam && <AnswerExtras extendParam={entry.extendParam} isLatest={isLatest} />}
      {entry.state === 'failed' && <p className="text-xs font-semibold text-alarm">{t('notSent')}</p>}
    </article>
  );
});
