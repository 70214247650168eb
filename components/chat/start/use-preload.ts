/**
 * Loads the SDK before a start. Loading it creates an AudioContext, lists the devices and adds listeners to the page,
 * so it happens only after consent, and on a connection that may cost money only when the user is about to start.
 * docs/decisions/preload-after-consent.md explains why, and what it gains.
 */
import { useEffect } from 'react';
import { MAIN_ACTION } from '../use-focus-on-status';
import { whenIdle } from '../when-idle';
import { hasConsent } from './consent';

const mainAction = `[${Object.keys(MAIN_ACTION).join()}]`;

/** Events that precede the press of a button. */
const signsOfIntent = ['pointerover', 'pointerdown', 'focusin'] as const;

export function usePreload(preload: () => void, isRecorded: boolean): void {
  useEffect(() => {
    // Checked again here, because the consent can be withdrawn in another tab.
    const preloadWithConsent = () => {
      if (hasConsent(isRecorded)) preload();
    };
    return isUnmetered() ? whenIdle(preloadWithConsent) : onIntent(preloadWithConsent);
  }, [preload, isRecorded]);
}

/** @returns a function that cancels it */
function onIntent(callback: () => void): () => void {
  // The pointer or the focus may have reached the button before this code loaded.
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
 * Whether the browser says that the connection is fast and not paid by volume. Only Chromium does, which also has
 * `requestIdleCallback`. In any other browser the connection counts as metered.
 */
function isUnmetered(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string; type?: string } };
  if (!connection || connection.saveData || typeof requestIdleCallback === 'undefined') return false;
  return connection.effectiveType === '4g' && !/^(cellular|bluetooth|wimax)$/.test(connection.type ?? '');
}
