'use client';
/** Connects the session to the chat screen and its dialogs. It starts nothing before a click. */
import {
  type ComponentProps,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { forgetDeviceTraces } from '@/lib/digital-human/sdk/device-traces';
import { initialSnapshot, isOver } from '@/lib/digital-human/session-state';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { forgetTranscripts } from '@/lib/digital-human/transcript-storage';
import type { Robot } from '@/lib/robot';
import { BrainProvider } from './brain-context';
import { ChatScreen } from './chat-screen';
import { endSoon } from './end-soon';
import { DebugDrawer, Feedback, preloadStartParts, useLateParts } from './late-parts';
import { LateSession } from './late-session';
import { SessionContext } from './session-context';
import type { PageSessionSettings, SessionHost } from './session-host';
import { announceSignOut, onSignOutElsewhere } from './signed-out-elsewhere';
import { RobotPicker } from './start/robot-picker';
import { SilentTrackContext } from './start/silent-track';
import { useStartQuestions } from './start/use-start-questions';
import { useLeaveQuestion } from './use-leave-question';

const getInitialSnapshot = () => initialSnapshot;

interface ChatProps {
  userName: string;
  /** The digital humans to choose from; at least one. */
  robots: readonly Robot[];
  /** The digital human that the user chose last; otherwise the default. */
  robotId: string;
  settings: PageSessionSettings;
  isDebugging: boolean;
  /** True when this server has a brain, which can also answer in writing. */
  hasBrain: boolean;
  /** True when the page asks after a conversation how it was. */
  asksForFeedback: boolean;
  preferences: ReactNode;
  /** Signs out on the server and ends the given session there. */
  signOut: (clientId: string | undefined) => Promise<void>;
  signOutEverywhere: (shownUser: string) => ReturnType<ComponentProps<typeof ChatScreen>['signOutEverywhere']>;
}

export function Chat({
  userName,
  robots,
  settings,
  isDebugging,
  hasBrain,
  asksForFeedback,
  signOut,
  robotId: initialRobotId,
  preferences,
  signOutEverywhere,
}: ChatProps) {
  /** The session's code is half of the chat's code and is not part of the page's first load. */
  const [session] = useState(
    () =>
      new LateSession(async () => {
        const [{ SessionHost }] = await Promise.all([import('./after-click'), preloadStartParts()]);
        return SessionHost;
      }),
  );
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, getInitialSnapshot);
  useLateParts({
    status: snapshot.status,
    isRecorded: settings.isRecorded,
    asksForFeedback,
    preloadSession: session.preload,
  });
  const isSignedOut = useRef(false);

  const [robotId, setRobotId] = useState(initialRobotId);
  const hasChoice = robots.length > 1;
  const { end } = session;
  const { start, dialog } = useStartQuestions({
    status: snapshot.status,
    onClick: session.click,
    start: session.start,
    end,
    robotId: hasChoice ? robotId : undefined,
    isRecorded: settings.isRecorded,
  });
  const nameOf = (id: string | undefined) => (robots.find((robot) => robot.id === id) ?? robots[0])?.name ?? '';
  const digitalHumanName = nameOf(robotId);
  // A stable identity: with a new one, every line of the transcript renders again.
  const speakerName = useCallback(
    (entry: TranscriptEntry) => robots.find(({ id }) => id === entry.robotId)?.name ?? digitalHumanName,
    [robots, digitalHumanName],
  );
  const leaveDialog = useLeaveQuestion({ isOn: !isOver(snapshot.status), end });
  useEffect(
    () =>
      onSignOutElsewhere(async () => {
        isSignedOut.current = true;
        const ended = endSoon(end);
        forgetTranscripts();
        session.clearTranscript();
        await ended;
        forgetDeviceTraces();
        window.location.assign('/sign-in?callbackUrl=%2Fchat');
      }),
    [session, end],
  );
  return (
    <SilentTrackContext value={settings.silentTrack}>
      <SessionContext value={{ ...session, snapshot, start }}>
        <BrainProvider isConfigured={hasBrain} shownUser={settings.shownUser}>
          <ChatScreen
            userName={userName}
            digitalHumanName={digitalHumanName}
            speakerName={speakerName}
            robotPicker={hasChoice && <RobotPicker robots={robots} robotId={robotId} onChoose={setRobotId} />}
            feedback={asksForFeedback && 'endedAt' in snapshot && <Feedback over={snapshot} />}
            preferences={preferences}
            signOut={() => signOut(session.clientId)}
            signOutEverywhere={() => signOutEverywhere(settings.shownUser)}
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
          <LateSessionHost session={session} settings={settings} isSignedIn={() => !isSignedOut.current} />
          {leaveDialog}
        </BrainProvider>
      </SessionContext>
    </SilentTrackContext>
  );
}

const noHost = () => null;

interface LateSessionHostProps extends Pick<ComponentProps<typeof SessionHost>, 'settings' | 'isSignedIn'> {
  session: LateSession<typeof SessionHost>;
}

/** A component of its own, so that only it renders again when the code of the session has loaded. */
function LateSessionHost({ session, ...host }: LateSessionHostProps) {
  const Host = useSyncExternalStore(session.subscribe, session.getHost, noHost);
  return Host && <Host {...host} clickedAt={session.clickedAt} onSession={session.attach} />;
}
