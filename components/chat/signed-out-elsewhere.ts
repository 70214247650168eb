/**
 * Tells the other tabs of this browser about a sign-out, by `BroadcastChannel` and by storage, for browsers without one
 * of them.
 */
const NAME = 'digital-human-signed-out';

/** Marks the messages of this page, which its own channel also receives. */
const ownTab = String(Math.random());

export function announceSignOut(): void {
  try {
    const channel = new BroadcastChannel(NAME);
    channel.postMessage(ownTab);
    channel.close();
  } catch {
    // Storage, below, reports it.
  }
  try {
    localStorage.setItem(NAME, String(Date.now()));
    localStorage.removeItem(NAME);
  } catch {
    // The channel, above, reported it.
  }
}

/** @returns a function that stops listening */
export function onSignOutElsewhere(callback: () => void): () => void {
  let channel: BroadcastChannel | null = null;
  const open = () => {
    try {
      channel ??= new BroadcastChannel(NAME);
      channel.onmessage = ({ data }) => data !== ownTab && callback();
    } catch {
      // Storage events remain.
    }
  };
  const close = () => {
    channel?.close();
    channel = null;
  };
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === NAME && newValue !== null) callback();
  };
  open();
  // An open channel keeps a page out of the back/forward cache.
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  window.addEventListener('storage', onStorage);
  return () => {
    close();
    window.removeEventListener('pagehide', close);
    window.removeEventListener('pageshow', open);
    window.removeEventListener('storage', onStorage);
  };
}
