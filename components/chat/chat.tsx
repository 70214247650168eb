'use client';
/** Joins the session and the once code to what is drawn. It draws nothing itself, and mints nothing before a click. */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useLocale } from 'use-intl/react';
import type { IcsLanguage } from '@/lib/digital-human/ics-sdk-surface';
import type { DigitalHumanSession } from '@/lib/digital-human/session';
import { observeSession, sendSessionReport } from '@/lib/digital-human/session-report';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { useDigitalHuman } from '@/lib/digital-human/use-digital-human';
import { useOnceCode } from '@/lib/digital-human/use-once-code';
import type { Locale } from '@/lib/words/locale';
import { BrainProvider } from './brain-context';
import { ChatScreen } from './chat-screen';
import { forgetTranscripts, keepTranscript, restoreTranscript } from './kept-transcript';
import type { Robot } from './robot';
import { RobotPicker } from './robot-picker';
import { STAGE_CONTAINER_ID } from './stage';
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
  isDebugging: boolean;
  /** This site answers questions itself, so it can do so in writing, too. */
  hasBrain: boolean;
  preferences: ReactNode;
  signOut: () => Promise<void>;
}

export function Chat({
  user,
  robots,
  sdkUrl,
  readyTimeoutMs,
  longestMs,
  isDebugging,
  hasBrain,
  signOut,
  ...page
}: ChatProps) {
  const getCode = useOnceCode();
  const { session, preload, ...digitalHuman } = useDigitalHuman({
    getCode,
    sdkUrl,
    readyTimeoutMs,
    longestMs,
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
    <BrainProvider isConfigured={hasBrain} digitalHuman={digitalHuman}>
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
    </BrainProvider>
  );
}

function observe(session: DigitalHumanSession, userId: string): void {
  observeSession(session, sendSessionReport);
  keepTranscript(session, userId);
}
