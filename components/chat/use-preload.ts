/**
 * Brings the SDK into the page while nobody waits: only after consent, when the browser is idle, and not where the person
 * asked to save data. A click then finds it there.
 */
import { useEffect } from 'react';
import { hasConsent } from './consent';
import { whenIdle } from './when-idle';

export function usePreload(preload: () => void): void {
  useEffect(() => {
    if (!hasConsent() || savesData()) return;
    return whenIdle(preload);
  }, [preload]);
}

/** Chromium only (`navigator.connection`); others let nobody know. */
const savesData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
