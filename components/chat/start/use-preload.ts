/**
 * Loads the SDK before a start. Loading it already creates an AudioContext, lists the devices and listens on the page,
 * so it happens only after consent, and on a connection that may cost money only once the user is about to start.
 * docs/decisions/preload-after-consent.md says why, and what it gains.
 */
import { useEffect } from 'react';
import { MAIN_ACTION } from '../use-focus-on-status';
import { whenIdle } from '../when-idle';
import { hasConsent } from './consent';

const mainAction = `[${Object.keys(MAIN_ACTION).join()}]`;

/** What precedes a press of a button: the pointer on it or the focus in it. */
const signsOfIntent = ['pointerover', 'pointerdown', 'focusin'] as const;

export function usePreload(preload: () => void, isRecorded: boolean): void {
  useEffect(() => {
    // Asked at the moment of loading too: a consent can be withdrawn in another tab.
    const preloadWithConsent = () => {
      if (hasConsent(isRecorded)) preload();
    };
    return isUnmetered() ? whenIdle(preloadWithConsent) : onIntent(preloadWithConsent);
  }, [preload, isRecorded]);
}

/** @returns a function that calls it off */
function onIntent(callback: () => void): () => void {
  // Pointer or focus may have come before this code did.
  if (document.querySelector(`${mainAction}:is(:hover, :focus)`)) callback();
  const listener = ({ target }: Event) => {
    if (target instanceof Element && target.closest(mainAction)) callback();
  };
  for (const sign of signsOfIntent) document.addEventListener(sign, listener, { passive: true });
  return () => {
    for (const sign of signsOfIntent) document.removeEventListener(sign, listener);
  };
}

/**
 * Whether the browser says that the connection is fast and not paid by volume. Only Chromium says so; every browser
 * that does also has `requestIdleCallback`. Without a word from the browser it counts as metered.
 */
function isUnmetered(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string; type?: string } };
  if (!connection || connection.saveData || typeof requestIdleCallback === 'undefined') return false;
  return connection.effectiveType === '4g' && !/^(cellular|bluetooth|wimax)$/.test(connection.type ?? '');
}
