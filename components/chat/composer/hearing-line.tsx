'use client';
/** Shows that the microphone is open, and what is heard. Screen readers announce only the first. */
import { useTranslations } from 'use-intl/react';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';

export function HearingLine({ snapshot: { listening, transcript } }: { snapshot: SessionSnapshot }) {
  const t = useTranslations('composer');
  const last = transcript.at(-1);
  const heard = last?.who === 'person' && last.state === 'open' ? last.text : null;
  return (
    <p className={`flex min-w-0 items-center gap-2 px-1 pt-1.5 text-xs ${listening === 'off' ? 'sr-only' : ''}`}>
      <span
        aria-hidden="true"
        className={`size-2 shrink-0 rounded-full ${listening === 'on' ? 'motion-safe:animate-breathe bg-alarm' : 'border border-edge'}`}
      />
      {/* Always rendered: screen readers announce only changes of an element that exists. */}
      <span role="status" className="shrink-0 font-semibold">
        {listening === 'off' ? null : t(listening === 'on' ? 'listening' : 'opening')}
      </span>
      {heard && (
        <span aria-hidden="true" dir="auto" className="truncate text-quiet">
          {heard}
        </span>
      )}
    </p>
  );
}
