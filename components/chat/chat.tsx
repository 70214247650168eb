'use client';
/** Joins the session and the once code to what is drawn. It draws nothing itself, and mints nothing before a click. */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useLocale } from 'use-intl/react';
import { forgetDeviceTraces } from '@/lib/digital-human/device-traces';
import type { IcsLanguage } from '@/lib/digital-human/ics-sdk-surface';
import type { DigitalHumanSession } from '@/lib/digital-human/session';
import { observeSession, sendSessionReport } from '@/lib/digital-human/session-report';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { useDigitalHuman } from '@/lib/digital-human/use-digital-human';
import { useOnceCode } from '@/lib/digital-human/use-once-code';
import type { Locale } from '@/lib/words/locale';
import { ChatScreen } from './chat-screen';
import { forgetTranscripts, keepTranscript, restoreTranscript } from './kept-transcript';
import type { Robot } from './robot';
import { RobotPicker } from './robot-picker';
import { SilentTrackContext } from './silent-track';
import { STAGE_CONTAINER_ID } from './stage';
import { useMicrophoneQuestion } from './use-microphone-question';
import { usePreload } from './use-preload';
import { useStartGate } from './use-start-gate';

const DebugDrawer = lazy(() => import('./debug-drawer'));

/** People expect to be understood in the language they read. */
const spokenLanguage: Record<Locale, IcsLanguage> = { en: 'en_US', 'zh-CN': 'zh_CN' };

interface ChatProps {
  user: { id: string; name: string };
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
  preferences: ReactNode;
  signOut: () => Promise<void>;
}

export function Chat({
  user,
  robots,
  sdkUrl,
  readyTimeoutMs,
  longestMs,
  silentTrack,
  isDebugging,
  signOut,
  ...page
}: ChatProps) {
  const getCode = useOnceCode();
  const microphoneQuestion = useMicrophoneQuestion();
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
    observe: (created) => observe(created, user.id),
  });
  usePreload(preload);

  const [robotId, setRobotId] = useState(page.robotId);
  const hasChoice = robots.length > 1;
  const { start, dialog } = useStartGate({ ...digitalHuman, robotId: hasChoice ? robotId : undefined });
  const nameOf = (id: string | undefined) => (robots.find((robot) => robot.id === id) ?? robots[0])?.name ?? '';
  return (
    <SilentTrackContext value={silentTrack}>
      <ChatScreen
        {...digitalHuman}
        start={start}
        userName={user.name}
        digitalHumanName={nameOf(robotId)}
        speakerName={(entry: TranscriptEntry) => nameOf(entry.robotId ?? robotId)}
        robotPicker={hasChoice && <RobotPicker robots={robots} robotId={robotId} onChoose={setRobotId} />}
        preferences={page.preferences}
        signOut={async () => {
          forgetTranscripts();
          forgetDeviceTraces();
          await signOut();
        }}
      >
        {isDebugging && (
          <Suspense>
            <DebugDrawer session={session} />
          </Suspense>
        )}
      </ChatScreen>
      {dialog}
      {microphoneQuestion.dialog}
    </SilentTrackContext>
  );
}

/** The transcript outlives a reload; what a person has begun to write does not. */
function reloadUnlessWriting(): void {
  const fields = [...document.querySelectorAll('textarea')];
  if (fields.every(({ value }) => value === '')) window.location.reload();
}

function observe(session: DigitalHumanSession, userId: string): void {
  observeSession(session, sendSessionReport);
  keepTranscript(session, userId);
}
