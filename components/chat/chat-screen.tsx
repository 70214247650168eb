'use client';
/** Renders the whole chat page from one snapshot: header, stage, transcript, composer. */
import { type ComponentProps, type ReactNode, useCallback, useRef } from 'react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { SiteHeader } from '../ui/site-header';
import { AskContext } from './ask-context';
import { type AskQuestion, Composer } from './composer/composer';
import { Notice, Suggestions } from './late-parts';
import { useSession } from './session-context';
import { SignOut } from './sign-out';
import { Stage } from './stage/stage';
import { Transcript } from './transcript/transcript';
import { placeToWrite, useFocusOnStatus } from './use-focus-on-status';

interface ChatScreenProps {
  userName: string;
  digitalHumanName: string;
  /** Returns the name of the digital human that gave an answer, which may differ from the chosen one. */
  speakerName: (entry: TranscriptEntry) => string;
  /** Shown if there are several digital humans to choose from. */
  robotPicker: ReactNode;
  preferences: ReactNode;
  /** Asks how a conversation was, after its end. */
  feedback?: ReactNode;
  signOut: ComponentProps<typeof SignOut>['signOut'];
  signOutEverywhere: ComponentProps<typeof SignOut>['signOutEverywhere'];
  onSignedOut: () => void;
  /** Shown below everything else. */
  children?: ReactNode;
}

export function ChatScreen({
  userName,
  digitalHumanName,
  speakerName,
  robotPicker,
  preferences,
  signOut,
  signOutEverywhere,
  onSignedOut,
  feedback,
  children,
}: ChatScreenProps) {
  const { snapshot, clearTranscript } = useSession();
  const isLive = snapshot.status === 'live';
  const stage = useRef<HTMLElement>(null);
  const message = useRef<HTMLTextAreaElement>(null);
  useFocusOnStatus(snapshot.playbackBlocked ? 'blocked' : snapshot.status, stage, message);
  const askRef = useRef<AskQuestion>(null);
  const askSuggested = useCallback((question: string) => {
    void askRef.current?.(question);
    placeToWrite(stage.current, message.current)?.focus({ preventScroll: true }); // the button that had it goes away
  }, []);
  return (
    <div className="flex h-[max(100dvh,38rem)] flex-col has-[[data-status=failed]]:h-[max(100dvh,44rem)] lg:h-[max(100dvh,30rem)]! sideways:h-[max(100dvh,20rem)]! print:block print:h-auto!">
      <SiteHeader>
        {preferences}
        <SignOut userName={userName} {...{ signOut, signOutEverywhere, onSignedOut }} />
      </SiteHeader>
      <main
        id="content"
        // A failure needs more text than other states, so on a phone the stage gets more height. The debug drawer below
        // takes one line of a small screen. `rem` minus `vw` grows with the text size relative to the screen, because
        // large text needs more lines.
        className="grid flex-1 print:block max-lg:min-h-[max(100dvh-7rem,34rem,62rem-150vw)] lg:min-h-0 sideways:min-h-[calc(100dvh-7rem)] grid-rows-[minmax(max(15rem,44rem-150vw),44%)_minmax(0,1fr)] has-[[data-status=failed]]:grid-rows-[minmax(max(21rem,50rem-150vw),50%)_minmax(0,1fr)] gap-3 px-3 pb-3 sm:px-4 sm:pb-4 lg:grid-cols-[minmax(0,1fr)_clamp(20rem,30vw,32rem)] lg:grid-rows-1! lg:gap-5 lg:px-6 lg:pb-6 sideways:grid-cols-[minmax(0,1fr)_minmax(17rem,44%)] sideways:grid-rows-1!"
      >
        <h1 className="sr-only print:not-sr-only">{digitalHumanName}</h1>
        <Stage ref={stage} digitalHumanName={digitalHumanName} robotPicker={robotPicker} />
        <div className="flex min-h-0 flex-col overflow-hidden rounded-panel border border-line bg-surface print:block print:overflow-visible print:border-0">
          <AskContext value={askSuggested}>
            <Transcript entries={snapshot.transcript} speakerName={speakerName} clear={clearTranscript}>
              {isLive && <Suggestions ask={askSuggested} />}
            </Transcript>
          </AskContext>
          {/* Connection trouble is shown on the picture, where users look. */}
          {snapshot.notice && snapshot.notice.kind !== 'network' && <Notice failure={snapshot.notice} />}
          {feedback}
          <Composer ref={message} askRef={askRef} />
        </div>
      </main>
      <div className="contents print:hidden">{children}</div>
    </div>
  );
}
