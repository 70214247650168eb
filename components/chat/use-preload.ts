/**
 * Brings the SDK into the page while nobody waits: only after consent, when the browser is idle, and not where the person
 * asked to save data. A click then finds it there.
 */
import { useEffect } from 'react';
import { hasConsent } from './consent';

export function usePreload(preload: () => void): void {
  useEffect(() => {
    if (!hasConsent() || savesData()) return;
    // Safari has no `requestIdleCallback`; a second after the page came up it is usually idle.
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(preload, 1_000);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(preload);
    return () => cancelIdleCallback(idle);
  }, [preload]);
}

/** Chromium only (`navigator.connection`); others let nobody know. */
const savesData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
