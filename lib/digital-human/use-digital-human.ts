'use client';
/**
 * `DigitalHumanSession` for React: subscribes to it, and ends the session when the component unmounts or the user
 * leaves the page. It starts nothing by itself: StrictMode mounts twice, and every start costs a once code.
 */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { SdkQueue } from './sdk/sdk-queue.ts';
import type { IcsLanguage } from './sdk/types.ts';
import { DigitalHumanSession, type SessionOptions } from './session.ts';
import { initialSnapshot } from './session-state.ts';
import type { TranscriptEntry } from './transcript.ts';

/** The vendor's SDK is one static instance, so all components of a page share one queue. */
export const pageQueue = new SdkQueue();

const isBrowser = typeof window !== 'undefined';

const getInitialSnapshot = () => initialSnapshot;

export interface DigitalHumanOptions
  extends Omit<SessionOptions, 'sdkQueue' | 'containerId' | 'transcript' | 'random'> {
  /** As in `SessionOptions`. Default: `digital-human`. */
  containerId?: string;
  /** The language that the digital human hears and speaks, if it can. Default: the one of its settings at MetaStudio. */
  language?: IcsLanguage;
  /** Returns the transcript of an earlier visit. Called once, in the browser only. */
  restoreTranscript?: () => readonly TranscriptEntry[];
  /** Called once with the new session, before anything can happen in it, in the browser only; subscribe here. */
  observe?: (session: DigitalHumanSession) => void;
}

/**
 * Only `language` and the functions may change after the first render; a change of another option has no effect, and is
 * warned about. An optional function must be given at the first render.
 * @returns `snapshot`; the methods of `DigitalHumanSession`, all of stable identity; `preload()`, which loads the SDK
 *   at low priority ahead of a start; and the `session` itself
 * @example
 * const { snapshot, start, end, ask } = useDigitalHuman({
 *   getCode: useOnceCode('/api/once-code'),
 *   sdkUrl: '/metastudio-sdk/HwICSUiSdk.js',
 * });
 */
export function useDigitalHuman({
  getCode,
  sdkUrl,
  readyTimeoutMs,
  longestSessionMs,
  userId,
  silentTrack,
  confirmMicrophone,
  server,
  confirmMove,
  containerId = 'digital-human',
  language,
  restoreTranscript,
  findBrowserProblem,
  observe,
}: DigitalHumanOptions) {
  const functions = { getCode, confirmMicrophone, confirmMove, findBrowserProblem };
  const [latest] = useState(() => new Latest(functions));
  useEffect(() => latest.set(functions));
  useWarningOfChange({ sdkUrl, readyTimeoutMs, longestSessionMs, userId, silentTrack, server, containerId });

  const [session] = useState(() => {
    const created = new DigitalHumanSession({
      sdkQueue: pageQueue,
      getCode: (signal) => latest.get().getCode(signal),
      sdkUrl,
      readyTimeoutMs,
      longestSessionMs,
      userId,
      silentTrack,
      confirmMicrophone:
        confirmMicrophone && ((signal) => (latest.get().confirmMicrophone ?? confirmMicrophone)(signal)),
      server,
      confirmMove: confirmMove && ((move, signal) => (latest.get().confirmMove ?? confirmMove)(move, signal)),
      findBrowserProblem: findBrowserProblem && (() => (latest.get().findBrowserProblem ?? findBrowserProblem)()),
      containerId,
      transcript: isBrowser ? restoreTranscript?.() : [],
    });
    // Not in an effect: an observer must be subscribed before the page can end.
    if (isBrowser) observe?.(created);
    return created;
  });
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, getInitialSnapshot);

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

  const preload = useCallback(() => {
    // A start loads the SDK again, and reports a failure.
    pageQueue.load(sdkUrl, { priority: 'low' }).catch(() => {});
  }, [sdkUrl]);

  // The spread copies the methods, because they are arrow functions.
  return { ...session, snapshot, preload, session };
}

/**
 * A ref for the functions of the last render. Not `useRef`: create-next-app's lint (`react-hooks/refs`) rejects it in
 * the initializer of the session.
 */
class Latest<Value> {
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get = (): Value => this.#value;
  set(value: Value): void {
    this.#value = value;
  }
}

/** Warns about changed options that have no effect. */
function useWarningOfChange(options: Record<string, unknown>): void {
  const [first] = useState(options);
  const changed = Object.keys(options)
    .filter((name) => options[name] !== first[name])
    .join(', ');
  useEffect(() => {
    if (changed)
      console.warn(
        `useDigitalHuman keeps the options of the first render. Changed since, without effect: ${changed}. To make a new session, give the component another key.`,
      );
  }, [changed]);
}
