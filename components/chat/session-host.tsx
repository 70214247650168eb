'use client';
/**
 * Creates the session and connects it to once codes, the vendor's SDK and storage. It renders only the questions that
 * the session asks.
 */
import { useCallback, useEffect, useState } from 'react';
import { useLocale } from 'use-intl/react';
import { findBrowserProblem } from '@/lib/digital-human/browser-support';
import type { IcsLanguage } from '@/lib/digital-human/sdk/types';
import type { DigitalHumanSession } from '@/lib/digital-human/session';
import { observeSession, sendSessionReport } from '@/lib/digital-human/session-report';
import { HttpSessionServer } from '@/lib/digital-human/session-server';
import { keepTranscript, restoreTranscript } from '@/lib/digital-human/transcript-storage';
import { useDigitalHuman } from '@/lib/digital-human/use-digital-human';
import { useFreshDocument } from '@/lib/digital-human/use-fresh-document';
import { useOnceCode } from '@/lib/digital-human/use-once-code';
import type { Locale } from '@/lib/i18n/locale';
import { reloadWhenUnused } from './reload-when-unused';
import { STAGE_CONTAINER_ID } from './stage/stage';
import { useMicrophoneQuestion } from './start/use-microphone-question';
import { useMoveQuestion } from './start/use-move-question';
import { usePreload } from './start/use-preload';

/** Users expect to be understood in the language that they read. */
const spokenLanguage: Record<Locale, IcsLanguage> = { en: 'en_US', 'zh-CN': 'zh_CN' };

export interface PageSessionSettings {
  userId: string;
  /**
   * The server's token for the same user, which the routes compare with the user who is signed in by then.
   */
  shownUser: string;
  sdkUrl: string;
  readyTimeoutMs: number;
  /** The longest time a session may be live, in milliseconds; 0 for no limit. */
  longestSessionMs: number;
  silentTrack: boolean;
  /** True if the consent says that conversations are recorded. */
  isRecorded: boolean;
}

interface SessionHostProps {
  settings: PageSessionSettings;
  /** Returns false after a sign-out, when the server accepts no report. */
  isSignedIn: () => boolean;
  /** When the user clicked, by `performance.now()`. It may be before this code was loaded. */
  clickedAt: () => number;
  onSession: (session: DigitalHumanSession) => void;
}

export function SessionHost({
  settings: { shownUser, isRecorded, ...settings },
  isSignedIn,
  clickedAt,
  onSession,
}: SessionHostProps) {
  const { userId } = settings;
  const microphoneQuestion = useMicrophoneQuestion();
  const moveQuestion = useMoveQuestion();
  const [server] = useState(() => new HttpSessionServer('/api/session', shownUser));
  const { session, snapshot, preload } = useDigitalHuman({
    ...settings,
    getCode: useOnceCode(undefined, shownUser),
    confirmMicrophone: microphoneQuestion.confirm,
    server,
    confirmMove: moveQuestion.confirm,
    containerId: STAGE_CONTAINER_ID,
    language: spokenLanguage[useLocale()],
    restoreTranscript: () => restoreTranscript(userId),
    findBrowserProblem,
    observe: (created) => {
      const { subscribe, getSnapshot } = created;
      observeSession({ subscribe, getSnapshot, clickedAt }, (report) => isSignedIn() && sendSessionReport(report));
      keepTranscript(created, userId);
    },
  });
  usePreload(preload, isRecorded);
  const isEndKnown = snapshot.status === 'ended' && snapshot.reason === 'person';
  const onDocumentOld = useCallback((signal: AbortSignal) => reloadWhenUnused({ isEndKnown, signal }), [isEndKnown]);
  useFreshDocument(snapshot.status, onDocumentOld);
  // After StrictMode's second mount, which ends what was started in the first.
  useEffect(() => queueMicrotask(() => onSession(session)), [session, onSession]);
  return (
    <>
      {moveQuestion.dialog}
      {microphoneQuestion.dialog}
    </>
  );
}
