'use client';
/**
 * During a conversation, asks before the user leaves the page: with our dialog for a link on the page, and with the
 * browser's own question for everything else (back, reload, closing the tab).
 */
import { type ReactNode, useEffect, useState } from 'react';
import { endSoon } from './end-soon';
import { LeaveDialog } from './late-parts';

interface LeaveQuestionOptions {
  /** True while a session is starting or live. */
  isOn: boolean;
  end: () => Promise<void>;
}

/** @returns the open dialog, if any */
export function useLeaveQuestion({ isOn, end }: LeaveQuestionOptions): ReactNode {
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    if (!isOn) return;
    const stop = new AbortController();
    window.addEventListener(
      'beforeunload',
      (event) => {
        event.preventDefault();
        event.returnValue = true; // Safari, and Chrome before 119
      },
      { signal: stop.signal },
    );
    // In the capture phase, before the click reaches Next's links.
    document.addEventListener(
      'click',
      (event) => {
        const address = addressLeftFor(event);
        if (!address) return;
        event.preventDefault();
        event.stopPropagation();
        setTarget(address);
      },
      { signal: stop.signal, capture: true },
    );
    return () => stop.abort();
  }, [isOn]);

  const leave = async () => {
    if (target === null) return;
    await endSoon(end); // afterwards no dialog asks again
    window.location.assign(target);
  };
  // The dialog stays until it is answered, even if the conversation has ended.
  return target === null ? null : <LeaveDialog onLeave={() => void leave()} onClose={() => setTarget(null)} />;
}

/** The address to which the click would leave this page, or null. */
function addressLeftFor(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null; // a new tab or a download
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || (link.target && link.target !== '_self') || link.hasAttribute('download')) return null;
  const url = new URL(link.href, window.location.href);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  const isHere = url.origin === location.origin && url.pathname === location.pathname && url.search === location.search;
  return isHere && url.hash !== '' ? null : url.href;
}
