'use client';
/**
 * `DigitalHumanSession` for React: subscribes, and ends the session when the page or the component goes.
 * It starts nothing by itself: React's StrictMode mounts twice, and every start costs a once code.
 */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { GetCode } from './fetch-once-code';
import { IcsSdkDoor } from './ics-sdk';
import { DigitalHumanSession } from './session';
import type { SessionSnapshot } from './session-snapshot';

/** The vendor's SDK is one static instance, so the page has one door to it, whatever mounts and unmounts. */
const pageDoor = new IcsSdkDoor();

export interface DigitalHumanOptions {
  /** Called once for every attempt of a start. */
  getCode: GetCode;
  /** Of `HwICSUiSdk.js`; its style sheet is the same URL with `.css`. */
  sdkUrl: string;
  /** From `create()` to ready. */
  readyTimeoutMs: number;
  /** Id of an element with a size of its own and no React children. */
  containerId?: string;
  /** Called with each session made: to watch it, as `observeSession` does. */
  observe?: (session: DigitalHumanSession) => void;
}

export type DigitalHuman = Pick<
  DigitalHumanSession,
  'start' | 'end' | 'ask' | 'interrupt' | 'setMuted' | 'resumePlayback'
> & { snapshot: SessionSnapshot };

/** Options other than `getCode` are those of the first render. */
export function useDigitalHuman({
  getCode,
  sdkUrl,
  readyTimeoutMs,
  containerId = 'digital-human',
  observe,
}: DigitalHumanOptions): DigitalHuman {
  const latestGetCode = useRef(getCode);
  useEffect(() => {
    latestGetCode.current = getCode;
  }, [getCode]);

  const [session] = useState(() => {
    const created = new DigitalHumanSession({
      door: pageDoor,
      getCode: (signal) => latestGetCode.current(signal),
      sdkUrl,
      readyTimeoutMs,
      containerId,
    });
    // Now, not in an effect: the end of a page comes before React gets to run anything.
    observe?.(created);
    return created;
  });
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, session.getSnapshot);

  useEffect(() => {
    window.addEventListener('pagehide', session.leave);
    return () => {
      window.removeEventListener('pagehide', session.leave);
      void session.end();
    };
  }, [session]);

  const { start, end, ask, interrupt, setMuted, resumePlayback } = session;
  return { snapshot, start, end, ask, interrupt, setMuted, resumePlayback };
}
