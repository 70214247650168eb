'use client';
/**
 * While a conversation is on, leaving the page is asked about first: a link on the page by a dialog of ours, everything
 * else (back, reload, closing the tab) by the browser's own question.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { LeaveDialog } from './late-parts';

interface LeaveGateOptions {
  /** A session is starting or live. */
  isOn: boolean;
  end: () => Promise<void>;
}

/** @returns the dialog that is open, if any */
export function useLeaveGate({ isOn, end }: LeaveGateOptions): ReactNode {
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
    // In the capture phase: before Next's own links see the click.
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
    await end(); // from here on nothing asks again
    window.location.assign(target);
  };
  // A conversation that ended meanwhile has nothing to ask about; the dialog stays until it is answered.
  return target === null ? null : <LeaveDialog onLeave={() => void leave()} onClose={() => setTarget(null)} />;
}

/** Where the click leads, when it would leave this page. */
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
