/** Whether the device has a network, as the browser sees it. `true` says little; `false` is certain. */
import { useSyncExternalStore } from 'react';

function subscribe(subscriber: () => void): () => void {
  window.addEventListener('online', subscriber);
  window.addEventListener('offline', subscriber);
  return () => {
    window.removeEventListener('online', subscriber);
    window.removeEventListener('offline', subscriber);
  };
}

export const useIsOnline = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
