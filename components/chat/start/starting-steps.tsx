'use client';
/** The steps of a start with the current one, and after an unusually long wait why it may take longer. */
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { elapsedMs } from '@/lib/digital-human/clock';
import type { SessionSnapshot } from '@/lib/digital-human/session-state';
import { failureEntry } from '@/lib/i18n/failure-messages';
import { RoundPortrait } from '../../ui/portrait';
import { useSecondsUntil } from '../stage/use-now';

const steps = ['preparing', 'authorizing', 'connecting', 'video'] as const;

/** A start takes one to two seconds on the emulator, and three to six on the cloud. */
const SLOW_AFTER_MS = 8_000;

type Retrying = Extract<SessionSnapshot, { status: 'retrying' }>;
export type Starting = Extract<SessionSnapshot, { attempt: number }>;

export function StartingSteps({ snapshot, digitalHumanName }: { snapshot: Starting; digitalHumanName: string }) {
  const t = useTranslations('starting');
  const [isSlow, setIsSlow] = useState(false);
  const currentStep = stepOf(snapshot);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="absolute inset-x-0 top-14 bottom-18 tiny:top-12 tiny:bottom-15 mx-auto flex w-full max-w-80 @4xl:max-w-96 flex-col justify-center-safe gap-4 overflow-y-auto px-5 shallow:gap-2">
      <div className="flex items-center gap-4">
        <RoundPortrait className="size-14 sm:size-20 shallow:size-10 tiny:hidden" />
        <h2 className="text-lg tiny:text-base">{t('heading', { name: digitalHumanName })}</h2>
      </div>
      {snapshot.status === 'retrying' ? (
        <Pause key={snapshot.attempt} snapshot={snapshot} />
      ) : (
        <ol className="flex flex-col gap-2.5 text-sm @4xl:text-base shallow:gap-1 tiny:gap-0.5 tiny:text-xs">
          {steps.map((step, index) => {
            const current = steps.indexOf(currentStep);
            const state = index < current ? 'done' : index === current ? 'current' : 'todo';
            return (
              <li
                key={step}
                aria-current={state === 'current' ? 'step' : undefined}
                className={`flex items-center gap-3 ${state === 'current' ? 'font-semibold' : 'text-studio-quiet'}`}
              >
                <StepMark state={state} />
                <span>{t(step)}</span>
                <span className="sr-only">{t(`state.${state}`)}</span>
              </li>
            );
          })}
        </ol>
      )}
      <p
        className={`min-h-[3lh] text-xs text-studio-quiet ${isSlow && snapshot.status !== 'retrying' ? '' : 'invisible'}`}
      >
        {t(`slow.${currentStep}`)}
      </p>
    </div>
  );
}

function stepOf(snapshot: Starting): (typeof steps)[number] {
  switch (snapshot.status) {
    case 'retrying':
      return 'preparing';
    case 'connecting':
      return snapshot.awaitingVideo ? 'video' : 'connecting';
    default:
      return snapshot.status;
  }
}

function StepMark({ state }: { state: 'done' | 'current' | 'todo' }) {
  if (state === 'done') return <Check aria-hidden="true" size={20} className="shrink-0 text-studio-live" />;
  return (
    <span aria-hidden="true" className="flex size-5 shrink-0 items-center justify-center">
      <span
        className={
          state === 'current'
            ? 'size-2.5 motion-safe:animate-breathe rounded-full bg-studio-work'
            : 'size-2.5 rounded-full border border-studio-quiet'
        }
      />
    </span>
  );
}

/** Shown between two attempts: why the last one failed, and when the next one begins. */
function Pause({ snapshot }: { snapshot: Retrying }) {
  const t = useTranslations();
  const [until] = useState(() => elapsedMs() + snapshot.delayMs);
  const seconds = useSecondsUntil(until);
  const what = t(`failure.entry.${failureEntry(snapshot.reason)}.title`);
  return (
    <p className="min-h-31 text-sm @4xl:min-h-35 @4xl:text-base shallow:min-h-26">
      {t('starting.retrying', { what, seconds })}
    </p>
  );
}
