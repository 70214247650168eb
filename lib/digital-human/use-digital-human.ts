'use client';
/**
 * `DigitalHumanSession` for React: subscribes, and ends the session when the page or the component goes.
 * It starts nothing by itself: React's StrictMode mounts twice, and every start costs a once code.
 */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { createClock } from './clock';
import type { OwnFailureCode } from './failures';
import type { GetCode } from './fetch-once-code';
import { untilDocumentIsOld } from './fresh-document';
import { loadRun } from './load-run';
import { SdkQueue } from './sdk/sdk-queue';
import type { IcsLanguage } from './sdk/types';
import { DigitalHumanSession } from './session';
import { initialSnapshot, type SessionSnapshot } from './session-state';
import type { TranscriptEntry } from './transcript';
import type { ConfirmMicrophone } from './waking-microphone';

/** The vendor's SDK is one static instance, so the page has one queue to it, whatever mounts and unmounts. */
const pageClock = createClock();
const pageQueue = new SdkQueue({ clock: pageClock });

const getInitialSnapshot = () => initialSnapshot;

export interface DigitalHumanOptions {
  /** Called once for every attempt of a start. */
  getCode: GetCode;
  /** Of `HwICSUiSdk.js`; its style sheet is the same URL with `.css`. */
  sdkUrl: string;
  /** From `create()` to ready. */
  readyTimeoutMs: number;
  /** After so long live a session ends by itself; 0, the default, sets no limit. */
  longestMs?: number;
  /** Whose session it is: nothing the SDK left on the device reaches another person. */
  userId?: string;
  /** False for an account where the SDK's silent track does not work: then writing opens the microphone, too. */
  silentTrack?: boolean;
  /** Asks in words before a written question opens the microphone; without it only the browser asks. */
  confirmMicrophone?: ConfirmMicrophone;
  /** Called when a session has ended in a page that has become too old for another one: reload it. */
  onDocumentOld?: () => void;
  /** Id of an element with a size of its own and no React children. */
  containerId?: string;
  /** What the digital human hears and speaks, where it can. */
  language?: IcsLanguage;
  /** What was said before, in an earlier visit of the page; asked for in the browser only. */
  restoreTranscript?: () => readonly TranscriptEntry[];
  /** What makes a conversation impossible in this browser, asked before anything is loaded. */
  findBrowserProblem?: () => OwnFailureCode | null;
  /** Called with each session made: to watch it, as `observeSession` does. */
  observe?: (session: DigitalHumanSession) => void;
}

export type DigitalHuman = Pick<
  DigitalHumanSession,
  | 'start'
  | 'end'
  | 'ask'
  | 'interrupt'
  | 'startSpeaking'
  | 'stopSpeaking'
  | 'setDevicePicker'
  | 'setMuted'
  | 'resumePlayback'
  | 'clearTranscript'
  | 'addToTranscript'
> & {
  snapshot: SessionSnapshot;
  /** Brings the SDK into the page ahead of a start, behind everything else the browser has to fetch. */
  preload: () => void;
  /** To watch it from outside React, as `Timeline` does. */
  session: Pick<DigitalHumanSession, 'subscribe' | 'getSnapshot'>;
};

/** The `getCode` of the last render, as a function whose identity never changes. */
class LatestGetCode {
  #latest: GetCode;

  constructor(getCode: GetCode) {
    this.#latest = getCode;
  }

  set(getCode: GetCode): void {
    this.#latest = getCode;
  }

  get: GetCode = (signal) => this.#latest(signal);
}

/** Options other than `getCode`, `language` and `onDocumentOld` are those of the first render. */
export function useDigitalHuman({
  getCode,
  sdkUrl,
  readyTimeoutMs,
  longestMs = 0,
  userId,
  silentTrack = true,
  confirmMicrophone,
  onDocumentOld,
  containerId = 'digital-human',
  language,
  restoreTranscript,
  findBrowserProblem,
  observe,
}: DigitalHumanOptions): DigitalHuman {
  const [codes] = useState(() => new LatestGetCode(getCode));
  useEffect(() => codes.set(getCode), [codes, getCode]);

  const [session] = useState(() => {
    const created = new DigitalHumanSession({
      sdkQueue: pageQueue,
      getCode: codes.get,
      sdkUrl,
      readyTimeoutMs,
      longestMs,
      userId,
      silentTrack,
      confirmMicrophone,
      findBrowserProblem,
      containerId,
      transcript: typeof window === 'undefined' ? [] : restoreTranscript?.(),
    });
    // Here, not in an effect: a watcher must be subscribed before the page can end.
    observe?.(created);
    return created;
  });
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, getInitialSnapshot);

  useEffect(() => {
    // A failure here needs no words: a start loads again, and then says what is wrong.
    loadRun().catch(() => {});
  }, []);

  useEffect(() => {
    window.addEventListener('pagehide', session.leave);
    return () => {
      window.removeEventListener('pagehide', session.leave);
      void session.end();
    };
  }, [session]);

  useEffect(() => {
    if (language) session.setLanguage(language);
  }, [session, language]);

  const hasEnded = snapshot.status === 'ended';
  useEffect(() => {
    if (!hasEnded || !onDocumentOld) return;
    const left = new AbortController();
    untilDocumentIsOld(pageQueue, pageClock, left.signal).then(
      () => !left.signal.aborted && onDocumentOld(),
      () => {}, // another session began, or the component went
    );
    return () => left.abort();
  }, [hasEnded, onDocumentOld]);

  const preload = useCallback(() => {
    // A failure here needs no words: a start loads again, and then says what is wrong.
    pageQueue.load(sdkUrl, { priority: 'low' }).catch(() => {});
  }, [sdkUrl]);

  const {
    start,
    end,
    ask,
    interrupt,
    startSpeaking,
    stopSpeaking,
    setDevicePicker,
    setMuted,
    resumePlayback,
    clearTranscript,
    addToTranscript,
  } = session;
  return {
    snapshot,
    start,
    end,
    ask,
    interrupt,
    startSpeaking,
    stopSpeaking,
    setDevicePicker,
    setMuted,
    resumePlayback,
    clearTranscript,
    addToTranscript,
    preload,
    session,
  };
}
