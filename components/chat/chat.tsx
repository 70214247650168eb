'use client';
/** Joins the session to what is drawn. It draws nothing itself, and starts nothing before a click. */
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
import { BrainProvider } from './brain-context';
import { ChatScreen } from './chat-screen';
import { DebugDrawer, Feedback, useLateParts } from './late-parts';
import { LateSession } from './late-session';
import { SessionProvider } from './session-context';
import type { SessionHost, SessionSettings } from './session-host';
import { announceSignOut, onSignOutElsewhere } from './signed-out-elsewhere';
import type { Robot } from './start/robot';
import { RobotPicker } from './start/robot-picker';
import { SilentTrackContext } from './start/silent-track';
import { useStartGate } from './start/use-start-gate';
import { useLeaveGate } from './use-leave-gate';
import { whenIdle } from './when-idle';

const getInitialSnapshot = () => initialSnapshot;

interface ChatProps {
  userName: string;
  /** The digital humans to choose from: one at least. */
  robots: readonly Robot[];
  /** The digital human that the user chose last; otherwise the default. */
  robotId: string;
  settings: SessionSettings;
  isDebugging: boolean;
  /** This site answers questions itself, so it can do so in writing, too. */
  hasBrain: boolean;
  /** After a conversation the page asks how it was. */
  asksForFeedback: boolean;
  preferences: ReactNode;
  /** Each ends what belongs to the user on the server, the given session with it. */
  signOut: (clientId: string | undefined) => Promise<void>;
  signOutEverywhere: ComponentProps<typeof ChatScreen>['signOutEverywhere'];
}

export function Chat({
  userName,
  robots,
  settings,
  isDebugging,
  hasBrain,
  asksForFeedback,
  signOut,
  ...page
}: ChatProps) {
  /** Its code comes when the page has drawn and is idle: it is half of the chat's. */
  const [session] = useState(() => new LateSession(async () => (await import('./after-click')).SessionHost));
  useEffect(() => whenIdle(session.preload), [session]);
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, getInitialSnapshot);
  useLateParts(snapshot.status, asksForFeedback);
  const isSignedOut = useRef(false);

  const [robotId, setRobotId] = useState(page.robotId);
  const hasChoice = robots.length > 1;
  const { end } = session;
  const { start, dialog } = useStartGate({
    status: snapshot.status,
    onClick: session.click,
    start: session.start,
    end,
    robotId: hasChoice ? robotId : undefined,
    isRecorded: settings.isRecorded,
  });
  const nameOf = (id: string | undefined) => (robots.find((robot) => robot.id === id) ?? robots[0])?.name ?? '';
  const digitalHumanName = nameOf(robotId);
  // Its identity must be stable: it decides whether the lines of the transcript are rendered again.
  const speakerName = useCallback(
    (entry: TranscriptEntry) => robots.find(({ id }) => id === entry.robotId)?.name ?? digitalHumanName,
    [robots, digitalHumanName],
  );
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
    <SilentTrackContext value={settings.silentTrack}>
      <SessionProvider session={{ ...session, snapshot, start }}>
        <BrainProvider isConfigured={hasBrain} shownUser={settings.shownUser}>
          <ChatScreen
            userName={userName}
            digitalHumanName={digitalHumanName}
            speakerName={speakerName}
            robotPicker={hasChoice && <RobotPicker robots={robots} robotId={robotId} onChoose={setRobotId} />}
            feedback={asksForFeedback && 'endedAt' in snapshot && <Feedback over={snapshot} />}
            preferences={page.preferences}
            signOut={() => signOut(session.clientId)}
            signOutEverywhere={page.signOutEverywhere}
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
      </SessionProvider>
    </SilentTrackContext>
  );
}

const noHost = () => null;

interface LateSessionHostProps extends Pick<ComponentProps<typeof SessionHost>, 'settings' | 'isSignedIn'> {
  session: LateSession<typeof SessionHost>;
}

/** A component of its own, so that nothing else is drawn again when the code of the session comes. */
function LateSessionHost({ session, ...host }: LateSessionHostProps) {
  const Host = useSyncExternalStore(session.subscribe, session.getHost, noHost);
  return Host && <Host {...host} clickedAt={session.clickedAt} onSession={session.attach} />;
}
