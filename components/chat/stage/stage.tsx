'use client';
/**
 * The studio: the element the SDK draws in, and our layers above it. Except while live, ours cover it: the SDK shows an
 * error page of its own there, whose button reloads the whole page.
 */
import type { ReactNode, Ref } from 'react';
import { useTranslations } from 'use-intl/react';
import { isOver } from '@/lib/digital-human/session-state';
import type { DigitalHuman } from '@/lib/digital-human/use-digital-human';
import { FailureCard } from '../start/failure-card';
import { Invitation } from '../start/invitation';
import { StartingSteps } from '../start/starting-steps';
import { Backdrop } from './backdrop';
import { CallControls } from './call-controls';
import { ElapsedTime } from './elapsed-time';
import { LiveLayer } from './live-layer';
import { SessionStatusLine } from './session-status-line';

export const STAGE_CONTAINER_ID = 'digital-human';

interface StageProps extends Omit<DigitalHuman, 'ask' | 'clearTranscript' | 'session' | 'preload'> {
  ref: Ref<HTMLElement>;
  digitalHumanName: string;
  robotPicker: ReactNode;
}

export function Stage({ ref, digitalHumanName, robotPicker, ...digitalHuman }: StageProps) {
  const t = useTranslations('chat');
  const { snapshot } = digitalHuman;
  const onLine = snapshot.status === 'live' || snapshot.status === 'reconnecting';
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={t('stage', { name: digitalHumanName })}
      className="on-studio [container-type:size] relative isolate min-h-60 overflow-hidden rounded-stage bg-studio text-studio-ink shadow-stage outline-none forced-colors:border print:hidden"
    >
      {/* Behind the picture while there may be none. */}
      {snapshot.status === 'reconnecting' && <Backdrop status={snapshot.status} />}
      {/* The SDK stacks its layers up to z-index 2000 (HwICSUiSdk 5.0.6): `isolate` keeps them below ours. */}
      <div id={STAGE_CONTAINER_ID} className="relative isolate size-full" />
      {!onLine && <Backdrop status={snapshot.status} />}
      <div className="pointer-events-none absolute inset-x-0 top-0 flex flex-wrap items-start justify-between gap-2 p-3 sm:p-4">
        <SessionStatusLine snapshot={snapshot} />
        {isOver(snapshot.status) && robotPicker}
        {onLine && <ElapsedTime sinceMs={snapshot.liveSince} />}
      </div>
      <Middle digitalHumanName={digitalHumanName} {...digitalHuman} />
      <CallControls {...digitalHuman} />
    </section>
  );
}

type MiddleProps = Omit<StageProps, 'ref' | 'robotPicker'>;

function Middle({ snapshot, start, resumePlayback, digitalHumanName }: MiddleProps) {
  // Without the event: `start` takes options.
  const begin = () => start();
  switch (snapshot.status) {
    case 'idle':
      return <Invitation digitalHumanName={digitalHumanName} ended={null} start={begin} />;
    case 'ended':
      return <Invitation digitalHumanName={digitalHumanName} ended={snapshot} start={begin} />;
    case 'failed':
      return <FailureCard key={snapshot.endedAt} failed={snapshot} start={begin} />;
    case 'live':
    case 'reconnecting':
      return <LiveLayer snapshot={snapshot} resumePlayback={resumePlayback} />;
    default:
      return <StartingSteps snapshot={snapshot} digitalHumanName={digitalHumanName} />;
  }
}
