'use client';
/** Joins the session and the once code to what is drawn. It draws nothing itself, and mints nothing before a click. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useLocale } from 'use-intl/react';
import { findBrowserProblem } from '@/lib/digital-human/browser-support';
import { forgetDeviceTraces } from '@/lib/digital-human/sdk/device-traces';
import type { IcsLanguage } from '@/lib/digital-human/sdk/types';
import type { DigitalHumanSession } from '@/lib/digital-human/session';
import { observeSession, sendSessionReport } from '@/lib/digital-human/session-report';
import { isOver } from '@/lib/digital-human/session-state';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { useDigitalHuman } from '@/lib/digital-human/use-digital-human';
import { useOnceCode } from '@/lib/digital-human/use-once-code';
import type { Locale } from '@/lib/i18n/locale';
import { BrainProvider } from './brain-context';
import { ChatScreen } from './chat-screen';
import { DebugDrawer, useLateParts } from './late-parts';
import { announceSignOut, onSignOutElsewhere } from './signed-out-elsewhere';
import { STAGE_CONTAINER_ID } from './stage/stage';
import type { Robot } from './start/robot';
import { RobotPicker } from './start/robot-picker';
import { SilentTrackContext } from './start/silent-track';
import { useMicrophoneQuestion } from './start/use-microphone-question';
import { usePreload } from './start/use-preload';
import { useStartGate } from './start/use-start-gate';
import { forgetTranscripts, keepTranscript, restoreTranscript } from './transcript/transcript-storage';
import { useLeaveGate } from './use-leave-gate';

/** People expect to be understood in the language they read. */
const spokenLanguage: Record<Locale, IcsLanguage> = { en: 'en_US', 'zh-CN': 'zh_CN' };

interface ChatProps {
  user: { id: string; name: string };
  /** The same person, as the once-code route compares it with who is signed in by then. */
  shownUser: string;
  /** The digital humans to choose from: one at least. */
  robots: readonly Robot[];
  /** The one the person chose last, else the default. */
  robotId: string;
  sdkUrl: string;
  readyTimeoutMs: number;
  /** 0 for no limit. */
  longestMs: number;
  silentTrack: boolean;
  isDebugging: boolean;
  /** This site answers questions itself, so it can do so in writing, too. */
  hasBrain: boolean;
  preferences: ReactNode;
  signOut: () => Promise<void>;
}

export function Chat({
  user,
  shownUser,
  robots,
  sdkUrl,
  readyTimeoutMs,
  longestMs,
  silentTrack,
  isDebugging,
  hasBrain,
  signOut,
  ...page
}: ChatProps) {
  const microphoneQuestion = useMicrophoneQuestion();
  /** From then on the server takes no report: it would belong to no one. */
  const isSignedOut = useRef(false);
  const getCode = useOnceCode(undefined, shownUser);
  const { session, preload, ...digitalHuman } = useDigitalHuman({
    getCode,
    sdkUrl,
    readyTimeoutMs,
    longestMs,
    userId: user.id,
    silentTrack,
    confirmMicrophone: microphoneQuestion.confirm,
    onDocumentOld: reloadUnlessWriting,
    containerId: STAGE_CONTAINER_ID,
    language: spokenLanguage[useLocale()],
    restoreTranscript: () => restoreTranscript(user.id),
    findBrowserProblem,
    observe: (created) => observe(created, user.id, () => !isSignedOut.current),
  });
  usePreload(preload);
  useLateParts(digitalHuman.snapshot.status);

  const [robotId, setRobotId] = useState(page.robotId);
  const hasChoice = robots.length > 1;
  const { start, dialog } = useStartGate({ ...digitalHuman, robotId: hasChoice ? robotId : undefined });
  const nameOf = (id: string | undefined) => (robots.find((robot) => robot.id === id) ?? robots[0])?.name ?? '';
  const digitalHumanName = nameOf(robotId);
  // Of stable identity: it decides whether the lines of the transcript are rendered again.
  const speakerName = useCallback(
    (entry: TranscriptEntry) => robots.find(({ id }) => id === entry.robotId)?.name ?? digitalHumanName,
    [robots, digitalHumanName],
  );
  const { end, snapshot } = digitalHuman;
  const leaveDialog = useLeaveGate({ isOn: !isOver(snapshot.status), end });
  useEffect(
    () =>
      onSignOutElsewhere(async () => {
        isSignedOut.current = true;
        const ended = end();
        forgetTranscripts();
        await ended;
        forgetDeviceTraces();
        window.location.assign('/sign-in?callbackUrl=%2Fchat');
      }),
    [end],
  );
  return (
    <SilentTrackContext value={silentTrack}>
      <BrainProvider isConfigured={hasBrain} digitalHuman={digitalHuman}>
        <ChatScreen
          {...digitalHuman}
          start={start}
          userName={user.name}
          digitalHumanName={digitalHumanName}
          speakerName={speakerName}
          robotPicker={hasChoice && <RobotPicker robots={robots} robotId={robotId} onChoose={setRobotId} />}
          preferences={page.preferences}
          signOut={signOut}
          onSignedOut={() => {
            isSignedOut.current = true;
            void end();
            forgetTranscripts();
            forgetDeviceTraces();
            announceSignOut();
          }}
        >
          {isDebugging && <DebugDrawer session={session} />}
        </ChatScreen>
        {dialog}
        {microphoneQuestion.dialog}
        {leaveDialog}
      </BrainProvider>
    </SilentTrackContext>
  );
}

/** The transcript outlives a reload; what a person has begun to write does not. */
function reloadUnlessWriting(): void {
  const fields = [...document.querySelectorAll('textarea')];
  if (fields.every(({ value }) => value === '')) window.location.reload();
}

function observe(session: DigitalHumanSession, userId: string, isSignedIn: () => boolean): void {
  observeSession(session, (report) => isSignedIn() && sendSessionReport(report));
  keepTranscript(session, userId);
}
