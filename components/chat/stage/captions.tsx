'use client';
/**
 * The last lines of what the digital human is saying, on the picture. Hidden from screen readers, which have the
 * transcript.
 */
import { useLocale } from 'use-intl/react';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';
import { languageOf } from '@/lib/i18n/language-of';
import { GrowingText } from '../transcript/growing-text';
import { type CaptionSize, useCaptionSize } from './use-caption-size';

/** Three lines, and two on a low stage; `lh` is the height of a line. */
const look: Record<Exclude<CaptionSize, 'off'>, string> = {
  small: 'text-sm shallow:text-xs',
  medium: 'text-lg shallow:text-sm',
  large: 'text-[1.75rem] leading-tight shallow:text-lg',
};

export function Captions({ snapshot }: { snapshot: SessionSnapshot }) {
  const size = useCaptionSize();
  const locale = useLocale();
  const text = spokenNow(snapshot);
  if (size === 'off' || !text) return null;
  return (
    <div
      aria-hidden="true"
      lang={languageOf(text, locale)}
      className={`mx-auto w-fit max-w-[min(100%,44rem)] rounded-panel bg-studio/85 px-4 py-1.5 text-center forced-colors:border ${look[size]}`}
    >
      <p className="flex max-h-[3lh] flex-col justify-end overflow-hidden wrap-anywhere shallow:max-h-[2lh]">
        <GrowingText as="span" text={text} />
      </p>
    </div>
  );
}

/** The digital human's text while it is spoken. The composer shows what the user says. */
function spokenNow({ transcript, speaking }: SessionSnapshot): string | null {
  const last = transcript.at(-1);
  return last?.who === 'digital-human' && (last.state === 'open' || speaking) ? last.text : null;
}
