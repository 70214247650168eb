'use client';
/**
 * The element that the SDK draws in, and our layers above it. They cover it unless a live session has a picture: the SDK
 * may show an error page of its own there, whose button reloads the whole page.
 */
import type { ReactNode, Ref } from 'react';
import { useTranslations } from 'use-intl/react';
import { isOver } from '@/lib/digital-human/session-state';
import { LiveLayer, StartingSteps } from '../late-parts';
import { useSession } from '../session-context';
import { FailureCard } from '../start/failure-card';
import { Invitation } from '../start/invitation';
import { Backdrop } from './backdrop';
import { CallControls } from './call-controls';
import { ElapsedTime } from './elapsed-time';
import { SessionStatusLine } from './session-status-line';

export const STAGE_CONTAINER_ID = 'digital-human';

interface StageProps {
  ref: Ref<HTMLElement>;
  digitalHumanName: string;
  robotPicker: ReactNode;
}

export function Stage({ ref, digitalHumanName, robotPicker }: StageProps) {
  const t = useTranslations('chat');
  const { snapshot } = useSession();
  const isPresent = snapshot.status === 'live' || snapshot.status === 'reconnecting';
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={t('stage', { name: digitalHumanName })}
      className="on-studio [container-type:size] relative isolate min-h-60 overflow-hidden rounded-stage bg-studio text-studio-ink shadow-stage outline-none forced-colors:border print:hidden"
    >
      {/* Behind the picture, which may be missing. */}
      {snapshot.status === 'reconnecting' && <Backdrop status={snapshot.status} />}
      {/* The SDK stacks its layers up to z-index 2000 (HwICSUiSdk 5.0.6): `isolate` keeps them below ours. */}
      <div
        id={STAGE_CONTAINER_ID}
        inert={snapshot.isCovered}
        // Its white page would shine through the blurred edges of our layer.
        className={`relative isolate size-full ${snapshot.isCovered ? 'invisible' : ''}`}
      />
      {(!isPresent || snapshot.isCovered) && <Backdrop status={snapshot.status} />}
      <div className="pointer-events-none absolute inset-x-0 top-0 z-10 flex flex-wrap tiny:flex-nowrap items-start justify-between gap-2 p-3 sm:p-4">
        <SessionStatusLine snapshot={snapshot} />
        {isOver(snapshot.status) && robotPicker}
        {isPresent && <ElapsedTime sinceMs={snapshot.liveSince} />}
      </div>
      <Middle digitalHumanName={digitalHumanName} />
      <CallControls />
    </section>
  );
}

function Middle({ digitalHumanName }: { digitalHumanName: string }) {
  const { snapshot, start, resumePlayback } = useSession();
  switch (snapshot.status) {
    case 'idle':
      return <Invitation digitalHumanName={digitalHumanName} ended={null} start={start} />;
    case 'ended':
      return <Invitation digitalHumanName={digitalHumanName} ended={snapshot} start={start} />;
    case 'failed':
      return <FailureCard key={snapshot.endedAt} failed={snapshot} start={start} />;
    case 'live':
    case 'reconnecting':
      return <LiveLayer snapshot={snapshot} resumePlayback={resumePlayback} />;
    default:
      return <StartingSteps snapshot={snapshot} digitalHumanName={digitalHumanName} />;
  }
}
