/** Whether the device has a network, as far as the browser knows. `false` is certain; `true` is not. */
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
